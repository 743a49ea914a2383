namespace LibTorch.NN;

public static partial class Utils
{
    /// <summary>
    /// Ready-made parametrizations; <c>torch.nn.utils.parametrizations</c>. <see cref="Parametrize.RemoveParametrizations"/> removes them.
    /// </summary>
    public static class Parametrizations
    {
        private static readonly string[] OrthogonalMaps = ["matrix_exp", "cayley", "householder"];

        /// <summary>
        /// Computes a weight from its magnitude and its direction; <c>parametrizations.weight_norm</c>. States of <see
        /// cref="Utils.WeightNorm"/> can be loaded.
        /// </summary>
        /// <param name="module">The module.</param>
        /// <param name="name">The weight's name.</param>
        /// <param name="dim">The dimension whose slices have a magnitude each; null for one magnitude.</param>
        /// <exception cref="TorchValueException">There is no such parameter or buffer.</exception>
        public static T WeightNorm<T>(T module, string name = "weight", long? dim = 0)
            where T : Module
        {
            Parametrize.RegisterParametrization(module, name, new WeightNormParametrization(dim ?? -1), isUnsafe: true);
            module.RegisterLoadStateDictPreHook((_, loaded) => Rename(loaded, name));
            return module;
        }

        /// <summary>Divides a weight by its largest singular value; <c>parametrizations.spectral_norm</c>.</summary>
        /// <param name="module">The module.</param>
        /// <param name="name">The weight's name.</param>
        /// <param name="nPowerIterations">The number of power iterations in each computation in training mode.</param>
        /// <param name="eps">A small number that avoids a division by 0.</param>
        /// <param name="dim">The dimension that becomes the matrix's rows; that of the outputs unless given.</param>
        /// <exception cref="TorchValueException">There is no such parameter or buffer, or the number of steps is not positive.</exception>
        /// <exception cref="TorchIndexException">The weight has no such dimension.</exception>
        public static T SpectralNorm<T>(T module, string name = "weight", long nPowerIterations = 1, double eps = 1e-12, long? dim = null)
            where T : Module
        {
            var weight = TensorOf(module, name);
            return Parametrize.RegisterParametrization(module, name, new SpectralNormParametrization(weight, nPowerIterations, PowerMethod.Dimension(module, dim), eps));
        }

        /// <summary>Makes a weight a matrix with orthonormal columns, or rows if it is wide; <c>parametrizations.orthogonal</c>.</summary>
        /// <param name="module">The module.</param>
        /// <param name="name">The weight's name.</param>
        /// <param name="orthogonalMap">How the matrix is computed: "matrix_exp", "cayley" or "householder"; unless given, the first for
        /// square or complex matrices, else the last.</param>
        /// <param name="useTrivialization">Whether the current weight is the starting point, for which another matrix has to be
        /// stored.</param>
        /// <exception cref="TorchValueException">There is no such parameter or buffer, it is not a matrix, or the orthogonal map is unknown
        /// or does not support complex numbers.</exception>
        public static T Orthogonal<T>(T module, string name = "weight", string? orthogonalMap = null, bool useTrivialization = true)
            where T : Module
        {
            var weight = TensorOf(module, name);
            if (weight.NDim < 2)
            {
                throw new TorchValueException($"Expected a matrix or batch of matrices. Got a tensor of {weight.NDim} dimensions.");
            }

            orthogonalMap ??= weight.Shape[^2] == weight.Shape[^1] || weight.DType.IsComplex ? "matrix_exp" : "householder";
            if (Array.IndexOf(OrthogonalMaps, orthogonalMap) < 0)
            {
                throw new TorchValueException($"orthogonal_map has to be one of \"matrix_exp\", \"cayley\", \"householder\". Got: {orthogonalMap}");
            }

            return Parametrize.RegisterParametrization(module, name, new OrthogonalParametrization(weight, orthogonalMap, useTrivialization), isUnsafe: true);
        }

        private static Tensor TensorOf(Module module, string name)
        {
            ArgumentNullException.ThrowIfNull(module);
            return module.Members().Find(name) as Tensor ?? module.Registered().Hidden(name)
                ?? throw new TorchValueException($"Module '{module}' has no parameter or buffer with name '{name}'");
        }

        private static void Rename(LoadedState loaded, string name)
        {
            var (state, g, v) = (loaded.StateDict, $"{loaded.Prefix}{name}_g", $"{loaded.Prefix}{name}_v");
            if (state.TryGetValue(g, out var magnitude) && state.TryGetValue(v, out var direction))
            {
                state.Remove(g);
                state.Remove(v);
                state[$"{loaded.Prefix}parametrizations.{name}.original0"] = magnitude;
                state[$"{loaded.Prefix}parametrizations.{name}.original1"] = direction;
            }
        }
    }
}
