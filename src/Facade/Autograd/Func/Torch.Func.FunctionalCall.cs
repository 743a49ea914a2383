using LibTorch.NN;

namespace LibTorch;

public abstract partial class Torch
{
    public static partial class Func
    {
        /// <summary>
        /// Calls a module with other tensors in place of its parameters and buffers, so that gradients and transforms apply to those
        /// tensors; <c>torch.func.functional_call</c>. Shared weights stay shared.
        /// </summary>
        /// <remarks>While the call runs, the module has the given tensors on all threads.</remarks>
        /// <param name="module">The module.</param>
        /// <param name="parametersAndBuffers">
        /// Tensors by the names of <see cref="Module.NamedParameters"/> and <see cref="Module.NamedBuffers"/>; the module uses its own
        /// tensors for names that are not given.
        /// </param>
        /// <param name="input">The input of the module.</param>
        /// <param name="strict">Whether there must be a tensor for each name of the module, and none for other names.</param>
        /// <param name="tieWeights">Whether a tensor that is given for one name of a shared weight is used for all its names.</param>
        /// <exception cref="TorchValueException">A shared weight was given two values.</exception>
        /// <exception cref="TorchException">
        /// The names do not match (if strict), or a name's path goes through a module that does not exist.
        /// </exception>
        /// <exception cref="InvalidOperationException">
        /// Without tieWeights: a single name of a shared weight is to be replaced, in a class whose fields the source generator does not
        /// know.
        /// </exception>
        public static TOutput FunctionalCall<TInput, TOutput>(Module<TInput, TOutput> module, IReadOnlyDictionary<string, Tensor> parametersAndBuffers, TInput input, bool strict = false, bool tieWeights = true)
        {
            using var state = Standing(module, parametersAndBuffers, strict, tieWeights);
            return module.Call(input);
        }

        /// <inheritdoc cref="FunctionalCall{TInput, TOutput}(Module{TInput, TOutput}, IReadOnlyDictionary{string, Tensor}, TInput, bool, bool)"/>
        /// <param name="module">The module.</param>
        /// <param name="parametersAndBuffers">Dictionaries that have no name in common, such as those of <see cref="StackModuleState"/>.</param>
        /// <param name="input">The input of the module.</param>
        /// <param name="strict">Whether there must be a tensor for each name of the module, and none for other names.</param>
        /// <param name="tieWeights">Whether a tensor that is given for one name of a shared weight is used for all its names.</param>
        public static TOutput FunctionalCall<TInput, TOutput>(Module<TInput, TOutput> module, IReadOnlyList<IReadOnlyDictionary<string, Tensor>> parametersAndBuffers, TInput input, bool strict = false, bool tieWeights = true)
        {
            using var state = Standing(module, Joined(parametersAndBuffers), strict, tieWeights);
            return module.Call(input);
        }

        /// <inheritdoc cref="FunctionalCall{TInput, TOutput}(Module{TInput, TOutput}, IReadOnlyDictionary{string, Tensor}, TInput, bool, bool)"/>
        /// <param name="module">The module.</param>
        /// <param name="parametersAndBuffers">Tensors by name; the module uses its own tensors for names that are not given.</param>
        /// <param name="input1">The first input.</param>
        /// <param name="input2">The second input.</param>
        /// <param name="strict">Whether there must be a tensor for each name of the module, and none for other names.</param>
        /// <param name="tieWeights">Whether a tensor that is given for one name of a shared weight is used for all its names.</param>
        public static TOutput FunctionalCall<T1, T2, TOutput>(Module<T1, T2, TOutput> module, IReadOnlyDictionary<string, Tensor> parametersAndBuffers, T1 input1, T2 input2, bool strict = false, bool tieWeights = true)
        {
            using var state = Standing(module, parametersAndBuffers, strict, tieWeights);
            return module.Call(input1, input2);
        }

        /// <inheritdoc cref="FunctionalCall{TInput, TOutput}(Module{TInput, TOutput}, IReadOnlyDictionary{string, Tensor}, TInput, bool, bool)"/>
        /// <param name="module">The module.</param>
        /// <param name="parametersAndBuffers">Tensors by name; the module uses its own tensors for names that are not given.</param>
        /// <param name="input1">The first input.</param>
        /// <param name="input2">The second input.</param>
        /// <param name="input3">The third input.</param>
        /// <param name="strict">Whether there must be a tensor for each name of the module, and none for other names.</param>
        /// <param name="tieWeights">Whether a tensor that is given for one name of a shared weight is used for all its names.</param>
        public static TOutput FunctionalCall<T1, T2, T3, TOutput>(
            Module<T1, T2, T3, TOutput> module, IReadOnlyDictionary<string, Tensor> parametersAndBuffers, T1 input1, T2 input2, T3 input3, bool strict = false, bool tieWeights = true)
        {
            using var state = Standing(module, parametersAndBuffers, strict, tieWeights);
            return module.Call(input1, input2, input3);
        }

        /// <summary>
        /// Stacks the parameters and buffers of several modules of one class, each name's tensors along a new first dimension, for
        /// <see cref="FunctionalCall{TInput, TOutput}(Module{TInput, TOutput}, IReadOnlyList{IReadOnlyDictionary{string, Tensor}}, TInput, bool, bool)"/>
        /// under <see cref="Vmap{T, TResult}"/>; <c>torch.func.stack_module_state</c>.
        /// </summary>
        /// <exception cref="TorchException">
        /// There are no modules, or they differ in class or training mode, or a parameter requires a gradient in only some of them.
        /// </exception>
        public static (Dictionary<string, Tensor> Parameters, Dictionary<string, Tensor> Buffers) StackModuleState(IEnumerable<Module> models)
        {
            ArgumentNullException.ThrowIfNull(models);
            List<Module> all = [.. models];
            if (all.Count == 0)
            {
                throw new TorchException("stack_module_state: Expected at least one model, got 0.");
            }

            if (all.Exists(model => model.Training != all[0].Training))
            {
                throw new TorchException("stack_module_state: Expected all models to have the same training/eval mode.");
            }

            if (all.Exists(model => model.GetType() != all[0].GetType()))
            {
                throw new TorchException("stack_module_state: Expected all models to be of the same class.");
            }

            return (Stacked(all, model => model.NamedParameters()), Stacked(all, model => model.NamedBuffers()));
        }

        private static FunctionalState Standing(Module module, IReadOnlyDictionary<string, Tensor> values, bool strict, bool tieWeights)
        {
            ArgumentNullException.ThrowIfNull(module);
            ArgumentNullException.ThrowIfNull(values);
            return new FunctionalState(module, values, strict, tieWeights);
        }

        private static Dictionary<string, Tensor> Joined(IReadOnlyList<IReadOnlyDictionary<string, Tensor>> dictionaries)
        {
            ArgumentNullException.ThrowIfNull(dictionaries);
            var repeated = dictionaries.SelectMany(one => one.Keys).GroupBy(name => name).Where(group => group.Count() > 1).Select(group => $"'{group.Key}'").ToList();
            return repeated.Count > 0
                ? throw new TorchValueException($"[{string.Join(", ", repeated)}] appeared in multiple dictionaries; behavior of functional call is ambiguous")
                : new(dictionaries.SelectMany(one => one));
        }

        private static Dictionary<string, Tensor> Stacked<T>(List<Module> models, Func<Module, IReadOnlyList<(string Name, T Tensor)>> members)
            where T : Tensor
        {
            var each = models.ConvertAll(model => members(model).ToDictionary(one => one.Name, one => (Tensor)one.Tensor));
            return each[0].Keys.ToDictionary(name => name, name => Leaf(name, each.ConvertAll(one => one[name])));
        }

        private static Tensor Leaf(string name, List<Tensor> tensors)
        {
            if (tensors.Exists(tensor => tensor.RequiresGrad != tensors[0].RequiresGrad))
            {
                throw new TorchException($"Expected {name} from each model to have the same .requires_grad");
            }

            var stacked = Stack([.. tensors]);
            return tensors[0].RequiresGrad ? stacked.Detach().RequiresGrad_() : stacked;
        }
    }
}
