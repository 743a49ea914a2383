namespace LibTorch;

/// <summary>torch.lobpcg: a few eigenpairs of a large symmetric matrix; the algorithm only multiplies with the matrix.</summary>
public abstract partial class Torch
{
    /// <summary>The k largest or smallest eigenvalues and their eigenvectors of A x = λ B x; <c>torch.lobpcg</c>.</summary>
    /// <param name="a">A symmetric matrix, dense or sparse, or a batch of dense ones, <c>(*, m, m)</c>.</param>
    /// <param name="k">The number of eigenpairs; by default the number of columns of <paramref name="x"/>, or else 1.</param>
    /// <param name="b">The matrix B: of the same shape, symmetric and positive definite; the identity unless given.</param>
    /// <param name="x">The initial eigenvectors, <c>(*, m, n)</c>; random unless given.</param>
    /// <param name="n">The number of columns of the random start; k unless given.</param>
    /// <param name="iK">The preconditioner of the basic method, <c>(m, m)</c>.</param>
    /// <param name="niter">The largest number of iterations; 1000 unless given, and -1 for no limit.</param>
    /// <param name="tol">The relative error below which a pair has converged; the square root of the dtype's epsilon unless given.</param>
    /// <param name="largest">Whether the largest eigenvalues are wanted, not the smallest; true unless given.</param>
    /// <param name="method"><c>ortho</c> (Stathopoulos and others, 2002) unless given, or <c>basic</c> (Knyazev, 2001).</param>
    /// <param name="tracker">Called after each iteration; it can stop the iterations.</param>
    /// <param name="orthoIparams">Integer parameters of the ortho method: <c>ortho_i_max</c>, <c>ortho_j_max</c>.</param>
    /// <param name="orthoFparams">Floating point parameters of the ortho method: <c>ortho_tol</c>, <c>ortho_tol_drop</c>,
    /// <c>ortho_tol_replace</c>.</param>
    /// <param name="orthoBparams">Boolean parameters of the ortho method: <c>ortho_use_drop</c>.</param>
    /// <returns>The eigenvalues <c>(*, k)</c> and the eigenvectors as columns <c>(*, m, k)</c>; differentiable in a dense, real <paramref name="a"/> as long as <paramref name="b"/> is not given.</returns>
    /// <exception cref="TorchValueException">The matrix has fewer than 3n rows.</exception>
    /// <exception cref="TorchException">The shapes do not fit.</exception>
    public static (Tensor E, Tensor X) Lobpcg(
        Tensor a, long? k = null, Tensor? b = null, Tensor? x = null, long? n = null, Tensor? iK = null, long? niter = null, double? tol = null,
        bool? largest = null, string? method = null, Action<LobpcgWorker>? tracker = null,
        IReadOnlyDictionary<string, long>? orthoIparams = null, IReadOnlyDictionary<string, double>? orthoFparams = null, IReadOnlyDictionary<string, bool>? orthoBparams = null)
    {
        ArgumentNullException.ThrowIfNull(a);
        if (!a.RequiresGrad && b is not { RequiresGrad: true })
        {
            return Eigenpairs(a, b, x);
        }

        // Symmetrized first, so that the gradient is symmetric too.
        var outputs = new LOBPCGAutogradFunction(largest ?? true, Eigenpairs).Apply((a + a.MT) / 2, b is null ? null : (b + b.MT) / 2, x, iK);
        return (outputs[0], outputs[1]);

        (Tensor E, Tensor X) Eigenpairs(Tensor a, Tensor? b, Tensor? x)
        {
            var settings = LobpcgSettings.Of(a, b, k, x, n, niter, tol, largest, method, orthoIparams, orthoFparams, orthoBparams);
            return a.NDim > 2 ? OfEach(a, b, x, iK, settings, tracker) : OfOne(a, b, x, iK, settings, tracker);
        }
    }

    private static (Tensor E, Tensor X) OfEach(Tensor a, Tensor? b, Tensor? x, Tensor? iK, LobpcgSettings settings, Action<LobpcgWorker>? tracker)
    {
        var (m, n, k) = (settings.M, settings.N, settings.K);
        long[] batch = [.. a.Shape.Take(a.NDim - 2)];
        var count = batch.Aggregate(1L, (product, extent) => product * extent);
        a = a.Reshape([count, m, m]);
        b = b?.Reshape([count, m, m]);
        x = x?.Reshape([count, .. x.Shape.Skip(x.NDim - 2)]);
        var values = Empty([count, k], dtype: settings.DType, device: a.Device);
        var vectors = Empty([count, m, k], dtype: settings.DType, device: a.Device);
        for (var i = 0L; i < count; i++)
        {
            var (e, v) = OfOne(a[i], b?[i], x?[i], iK, settings, tracker);
            values[i] = e;
            vectors[i] = v;
        }

        return (values.Reshape([.. batch, k]), vectors.Reshape([.. batch, m, k]));
    }

    private static (Tensor E, Tensor X) OfOne(Tensor a, Tensor? b, Tensor? x, Tensor? iK, LobpcgSettings settings, Action<LobpcgWorker>? tracker)
    {
        var (m, n) = (settings.M, settings.N);
        x ??= Randn([m, n], dtype: settings.DType, device: a.Device);
        if (x.Shape != [m, n])
        {
            throw new TorchException(LobpcgSettings.HasWords ? $"X shape mismatch: got {x.Shape}, expected ({m}, {n})" : $"({x.Shape}, ({m}, {n}))");
        }

        var worker = new LobpcgWorker(a, b, x, iK, settings);
        worker.Run(tracker);
        var wanted = TensorIndex.Slice(stop: settings.K);
        return (worker.E[wanted], worker.X[.., wanted]);
    }
}
