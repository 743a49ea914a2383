namespace LibTorch.NN;

public static partial class Utils
{
    /// <summary>Parameters and buffers that are computed from others; <c>torch.nn.utils.parametrize</c>.</summary>
    public static class Parametrize
    {
        /// <summary>
        /// Makes a parameter or buffer of a module the result of another module; <c>register_parametrization</c>. A second parametrization
        /// gets the result of the first.
        /// </summary>
        /// <remarks>
        /// The parameter becomes the <c>original</c> of a <see cref="ParametrizationList"/>, and the module's field gets a new object that
        /// stands for the computed value. If the generator does not know the field (a member listed by hand, or one in a list), the field
        /// keeps its object, which then stands for the computed value: an optimizer has to be given the parameters again.
        /// </remarks>
        /// <param name="module">The module.</param>
        /// <param name="tensorName">Its parameter's or buffer's name, as <c>weight</c>.</param>
        /// <param name="parametrization">A module from one tensor to one tensor; from two or three if it is an <see
        /// cref="IRightInverse{TOriginal}"/> of as many.</param>
        /// <param name="isUnsafe">Whether it may return another dtype or shape; then nothing is checked.</param>
        /// <exception cref="TorchValueException">There is no such tensor, or the parametrization returns another dtype or
        /// shape.</exception>
        public static T RegisterParametrization<T>(T module, string tensorName, Module parametrization, bool isUnsafe = false)
            where T : Module
        {
            ArgumentNullException.ThrowIfNull(module);
            ArgumentNullException.ThrowIfNull(tensorName);
            ArgumentNullException.ThrowIfNull(parametrization);
            parametrization.Train(module.Training);
            if (module.Parametrizations is { } all && all.TryGetValue(tensorName, out var list))
            {
                if (!isUnsafe)
                {
                    ParametrizationChecks.Further(module, tensorName, parametrization);
                }

                list.Append(parametrization);
                list.Unsafe |= isUnsafe;
                Tensor.NoteExchange();
            }
            else
            {
                ParametrizedMember.Begin(module, tensorName, parametrization, isUnsafe);
            }

            return module;
        }

        /// <summary>Whether any tensor of the module is parametrized, or the one with this name; <c>is_parametrized</c>.</summary>
        public static bool IsParametrized(Module module, string? tensorName = null)
        {
            ArgumentNullException.ThrowIfNull(module);
            return module.Parametrizations is { } all && (tensorName is null ? all.Count > 0 : all.ContainsKey(tensorName));
        }

        /// <summary>The parametrizations of a tensor of the module; <c>module.parametrizations[name]</c>.</summary>
        /// <exception cref="KeyNotFoundException">The tensor has no parametrizations.</exception>
        public static ParametrizationList Of(Module module, string tensorName)
        {
            ArgumentNullException.ThrowIfNull(module);
            return module.Parametrizations is { } all && all.TryGetValue(tensorName, out var list) ? list : throw new KeyNotFoundException($"'{tensorName}' of {module.ShownName} is not parametrized.");
        }

        /// <summary>Makes a tensor an ordinary parameter or buffer again; <c>remove_parametrizations</c>.</summary>
        /// <param name="module">The module.</param>
        /// <param name="tensorName">The tensor's name.</param>
        /// <param name="leaveParametrized">Whether it keeps the computed value instead of returning to the original's.</param>
        /// <exception cref="TorchValueException">The tensor is not parametrized, or it has several originals and the computed value is not
        /// to be kept.</exception>
        public static T RemoveParametrizations<T>(T module, string tensorName, bool leaveParametrized = true)
            where T : Module
        {
            if (!IsParametrized(module, tensorName))
            {
                throw new TorchValueException($"Module {module} does not have a parametrization on {tensorName}");
            }

            ParametrizedMember.End(module, tensorName, leaveParametrized);
            return module;
        }

        /// <summary>
        /// Makes a module compute a tensor, or all tensors that another module computes, with the same parametrizations and originals;
        /// <c>transfer_parametrizations_and_params</c>.
        /// </summary>
        /// <param name="fromModule">The module with the parametrizations; if it has none, nothing happens.</param>
        /// <param name="toModule">The module that gets them. A parameter that it lacks is created.</param>
        /// <param name="tensorName">The tensor's name; all tensors unless given.</param>
        /// <exception cref="KeyNotFoundException">This tensor is not parametrized.</exception>
        public static T TransferParametrizationsAndParams<T>(Module fromModule, T toModule, string? tensorName = null)
            where T : Module
        {
            ArgumentNullException.ThrowIfNull(fromModule);
            ArgumentNullException.ThrowIfNull(toModule);
            foreach (var name in !IsParametrized(fromModule) ? [] : tensorName is null ? [.. fromModule.Parametrizations!.Keys] : new[] { tensorName })
            {
                var list = Of(fromModule, name);
                if (toModule.Members().Find(name) is null && !IsParametrized(toModule, name))
                {
                    toModule.Registered().Add(name, new Parameter(fromModule.Registered().Hidden(name)!));
                }

                foreach (var parametrization in list)
                {
                    RegisterParametrization(toModule, name, parametrization);
                }

                Of(toModule, name).Share(list);
            }

            return toModule;
        }

        /// <summary>Within the block, each parametrized tensor is computed once, on this thread; <c>cached</c>.</summary>
        public static CachedParametrizations Cached() => new(OpenBlock.Enter());

        /// <summary>
        /// The module's class, without the change that parametrizations make to its name; <c>type_before_parametrizations</c>.
        /// </summary>
        public static Type TypeBeforeParametrizations(Module module)
        {
            ArgumentNullException.ThrowIfNull(module);
            return module.GetType();
        }
    }
}
