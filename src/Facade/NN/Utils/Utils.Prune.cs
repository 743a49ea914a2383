namespace LibTorch.NN;

public static partial class Utils
{
    /// <summary>
    /// Prunes weights: a mask <c>weight_mask</c> is multiplied with <c>weight_orig</c> before each call; <c>torch.nn.utils.prune</c>.
    /// </summary>
    public static class Prune
    {
        /// <summary>Prunes nothing, but creates the mask and the original; <c>prune.identity</c>.</summary>
        public static T Identity<T>(T module, string name)
            where T : Module => Apply(module, name, new IdentityPruning());

        /// <summary>Prunes random elements; <c>prune.random_unstructured</c>.</summary>
        /// <exception cref="TorchValueException">The amount is negative, or more than there are.</exception>
        public static T RandomUnstructured<T>(T module, string name, Scalar amount)
            where T : Module => Apply(module, name, new RandomUnstructured(amount));

        /// <summary>Prunes the elements of the smallest magnitude; <c>prune.l1_unstructured</c>.</summary>
        /// <param name="module">The module.</param>
        /// <param name="name">The weight's name.</param>
        /// <param name="amount">How many: a fraction from 0.0 to 1.0, or a count.</param>
        /// <param name="importanceScores">Scores of the weight's shape that are compared instead of the weight's own elements.</param>
        /// <exception cref="TorchValueException">The amount is negative, or more than there are.</exception>
        public static T L1Unstructured<T>(T module, string name, Scalar amount, Tensor? importanceScores = null)
            where T : Module => Apply(module, name, new L1Unstructured(amount), importanceScores);

        /// <summary>Prunes random slices; <c>prune.random_structured</c>.</summary>
        /// <exception cref="TorchValueException">The amount is negative, or more than there are, or the weight has only one
        /// dimension.</exception>
        /// <exception cref="TorchIndexException">It has no such dimension.</exception>
        public static T RandomStructured<T>(T module, string name, Scalar amount, long dim)
            where T : Module => Apply(module, name, new RandomStructured(amount, dim));

        /// <summary>Prunes the slices of the smallest norm; <c>prune.ln_structured</c>.</summary>
        /// <param name="module">The module.</param>
        /// <param name="name">The weight's name.</param>
        /// <param name="amount">How many: a fraction from 0.0 to 1.0, or a count.</param>
        /// <param name="n">The order of the norm.</param>
        /// <param name="dim">The dimension whose slices are pruned.</param>
        /// <param name="importanceScores">Scores of the weight's shape that are compared instead of the weight's own elements.</param>
        /// <exception cref="TorchValueException">The amount is negative, or more than there are, or the weight has only one
        /// dimension.</exception>
        /// <exception cref="TorchIndexException">It has no such dimension.</exception>
        public static T LnStructured<T>(T module, string name, Scalar amount, double n, long dim, Tensor? importanceScores = null)
            where T : Module => Apply(module, name, new LnStructured(amount, n, dim), importanceScores);

        /// <summary>Prunes the elements that a mask selects; <c>prune.custom_from_mask</c>.</summary>
        /// <exception cref="TorchException">The mask has another shape.</exception>
        public static T CustomFromMask<T>(T module, string name, Tensor mask)
            where T : Module
        {
            ArgumentNullException.ThrowIfNull(mask);
            return Apply(module, name, new CustomFromMask(mask));
        }

        /// <summary>Prunes a weight, which may be pruned already, by any method; <c>METHOD.apply(module, name)</c>.</summary>
        /// <exception cref="TorchException">There is no such parameter.</exception>
        public static T Apply<T>(T module, string name, PruningMethod method, Tensor? importanceScores = null)
            where T : Module
        {
            ArgumentNullException.ThrowIfNull(module);
            ArgumentNullException.ThrowIfNull(name);
            ArgumentNullException.ThrowIfNull(method);
            PruneHook.Apply(module, name, method, importanceScores);
            return module;
        }

        /// <summary>Prunes several weights as if they were one vector; <c>prune.global_unstructured</c>.</summary>
        /// <exception cref="TorchTypeException">The method is not unstructured.</exception>
        public static void GlobalUnstructured(IEnumerable<(Module Module, string Name)> parameters, PruningMethod pruningMethod)
        {
            ArgumentNullException.ThrowIfNull(parameters);
            ArgumentNullException.ThrowIfNull(pruningMethod);
            if (pruningMethod.Type != PruningType.Unstructured)
            {
                throw new TorchTypeException(
                    $"Only \"unstructured\" PRUNING_TYPE supported for the `pruning_method`. Found method <class 'torch.nn.utils.prune.{pruningMethod.GetType().Name}'> of type {pruningMethod.Type.ToString().ToLowerInvariant()}");
            }

            var all = parameters.Select(one => (one.Module, one.Name, Weight: WeightOf(one.Module, one.Name))).ToList();
            var importance = ParametersToVector(all.Select(one => one.Weight));
            var masks = ParametersToVector(all.Select(one => one.Module.Registered().Find(one.Name + "_mask") as Tensor ?? Torch.OnesLike(one.Weight).Detach()));
            var mask = pruningMethod.Combined(importance, masks);
            long start = 0;
            foreach (var (module, name, weight) in all)
            {
                CustomFromMask(module, name, mask[Slice(ref start, weight.Numel)].ViewAs(weight));
            }
        }

        /// <summary>Makes the pruning permanent: the pruned weight becomes the ordinary one; <c>prune.remove</c>.</summary>
        /// <exception cref="TorchValueException">It was not pruned.</exception>
        public static T Remove<T>(T module, string name)
            where T : Module
        {
            ArgumentNullException.ThrowIfNull(module);
            (PruneHook.Of(module, name) ?? throw new TorchValueException($"Parameter '{name}' of module {module} has to be pruned before pruning can be removed")).Remove(module);
            return module;
        }

        /// <summary>Whether a weight of the module, or of one below it, is pruned; <c>prune.is_pruned</c>.</summary>
        public static bool IsPruned(Module module)
        {
            ArgumentNullException.ThrowIfNull(module);
            return module.Modules.Any(part => part.Registered().WeightHooks.Any(hook => hook is PruneHook));
        }

        private static Tensor WeightOf(Module module, string name) => module.Registered().Hidden(name) ?? module.GetParameter(name);
    }
}
