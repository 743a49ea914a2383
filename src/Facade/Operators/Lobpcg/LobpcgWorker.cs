namespace LibTorch;

/// <summary>The state of <c>torch.lobpcg</c> after an iteration, for its tracker.</summary>
public sealed partial class LobpcgWorker
{
    private readonly Tensor _a;
    private readonly Tensor? _b;
    private readonly Tensor? _iK;
    private readonly LobpcgSettings _settings;

    // The basis of the search space: the eigenvectors X, the last steps P and the residuals W.
    private readonly Tensor _s;
    private long _end;
    private double _aNorm;
    private double _bNorm;

    internal LobpcgWorker(Tensor a, Tensor? b, Tensor x, Tensor? iK, LobpcgSettings settings)
    {
        (_a, _b, _iK, _settings) = (a, b, iK, settings);
        X = x;
        E = Torch.Zeros([settings.N], dtype: x.DType, device: x.Device);
        R = Torch.Zeros([settings.M, settings.N], dtype: x.DType, device: x.Device);
        _s = Torch.Zeros([settings.M, 3 * settings.N], dtype: x.DType, device: x.Device);
        IterationsLeft = settings.MostIterations;
    }

    /// <summary>The number of iterations so far; <c>worker.ivars["istep"]</c>.</summary>
    public long IStep { get; private set; }

    /// <summary>How many iterations are left; negative for no limit; <c>worker.ivars["iterations_left"]</c>.</summary>
    public long IterationsLeft { get; private set; }

    /// <summary>The number of converged pairs, in their order; <c>worker.ivars["converged_count"]</c>.</summary>
    public long ConvergedCount { get; private set; }

    /// <summary>The eigenvalues so far, of shape <c>(n)</c>; <c>worker.E</c>.</summary>
    public Tensor E { get; }

    /// <summary>The eigenvectors so far, of shape <c>(m, n)</c>; <c>worker.X</c>.</summary>
    public Tensor X { get; private set; }

    /// <summary>The residual A X - B X E; <c>worker.R</c>.</summary>
    public Tensor R { get; private set; }

    /// <summary>The residuals' norms by which convergence is judged; <c>worker.tvars["rerr"]</c>.</summary>
    public Tensor? RelativeErrors { get; private set; }

    /// <summary>Set by the tracker to end the iterations; <c>worker.bvars["force_stop"]</c>.</summary>
    public bool ForceStop { get; set; }

    internal void Run(Action<LobpcgWorker>? tracker)
    {
        do
        {
            Update();
            tracker?.Invoke(this);
        }
        while (!ForceStop && IterationsLeft != 0 && ConvergedCount < _settings.K);
    }

    private void Update()
    {
        if (IStep == 0)
        {
            var scale = Inverse(Norm(X));
            _aNorm = Norm(Product(_a, X)) * scale;
            _bNorm = Norm(Product(_b, X)) * scale;
        }

        if (_settings.Ortho)
        {
            UpdateOrtho();
        }
        else
        {
            UpdateBasic();
        }

        IterationsLeft--;
        IStep++;
    }

    private void UpdateBasic()
    {
        var (n, converged) = (_settings.N, ConvergedCount);
        var s = IStep == 0 ? X : Columns(_s, converged, _end);
        var ri = RayleighRitz(s);
        var (e, z) = Eigenpairs(Form(Form(_a, s), ri));
        Tensor? p = null;
        if (IStep == 0)
        {
            X[TensorIndex.Ellipsis] = X.Matmul(ri.Matmul(z));
            E[TensorIndex.Ellipsis] = e;
        }
        else
        {
            Columns(X, converged, n).Copy_(s.Matmul(ri.Matmul(Columns(z, 0, n - converged))));
            E[TensorIndex.Slice(converged)] = e[TensorIndex.Slice(stop: n - converged)];
            p = s.Matmul(ri.Matmul(Columns(z, n, (2 * n) - converged)));
        }

        UpdateConverged();
        Extend(p, _ => Product(_iK, IStep == 0 ? R : Columns(R, ConvergedCount, n)));
    }

    private void UpdateOrtho()
    {
        var (n, converged) = (_settings.N, ConvergedCount);
        Tensor? p = null;
        if (IStep == 0)
        {
            var ri = RayleighRitz(X);
            X = X.Matmul(ri.Matmul(Eigenpairs(Form(Form(_a, X), ri)).Z));
        }
        else
        {
            var s = Columns(_s, converged, _end);
            var (e, z) = Eigenpairs(Form(_a, s));
            Columns(X, converged, n).Copy_(s.Matmul(Columns(z, 0, n - converged)));
            E[TensorIndex.Slice(converged)] = e[TensorIndex.Slice(stop: n - converged)];
            var rest = z[.., TensorIndex.Slice(n - converged)];
            p = s.Matmul(rest.Matmul(Torch.Linalg.Qr(rest[TensorIndex.Slice(stop: n - converged)].MT).Q));
        }

        UpdateConverged();
        Extend(p, known => Orthogonal(IStep == 0 ? R : Columns(R, ConvergedCount, n), known));
    }

    // Builds the next search space.
    private void Extend(Tensor? p, Func<Tensor, Tensor> residuals)
    {
        Columns(_s, 0, _settings.N).Copy_(X);
        var known = _settings.N;
        if (p is not null)
        {
            Columns(_s, known, known + p.Shape[-1]).Copy_(p);
            known += p.Shape[-1];
        }

        var w = residuals(IStep == 0 ? X : Columns(_s, 0, known));
        _end = known + w.Shape[-1];
        Columns(_s, known, _end).Copy_(w);
    }

    // A pair counts as converged only if all pairs before it have converged.
    private void UpdateConverged()
    {
        R = Product(_a, X) - (Product(_b, X) * E);
        var size = Torch.Linalg.VectorNorm(X, 2, 0) * (_aNorm + (E[TensorIndex.Slice(stop: X.Shape[-1])].Abs() * _bNorm));
        RelativeErrors = Torch.Linalg.VectorNorm(R, 2, 0) / size;
        var count = RelativeErrors.Lt(_settings.Tolerance).ToArray<bool>().TakeWhile(done => done).LongCount();
        if (count < ConvergedCount)
        {
            throw new TorchException($"the number of converged eigenpairs (was {ConvergedCount}, got {count}) cannot decrease");
        }

        ConvergedCount = count;
    }
}
