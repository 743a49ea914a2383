namespace LibTorch.NN;

public static partial class Utils
{
    /// <summary>Parameters and buffers that are computed from others; <c>torch.nn.utils.parametrize</c>.</summary>
    public static class Parametrize
    {
        /// <summary>Has a parameter or buffer of a module be what another module computes; <c>register_parametrization</c>. A second one takes what the first gives.</summary>
        /// <remarks>
        /// What was the parameter is from now on the <c>original</c> of a <see cref="ParametrizationList"/>, and the module's
        /// field holds an object that stands for the computed value. Where the generator does not know the field (a member said
        /// by hand, or one in a list), the field keeps its object, which stands for the computed value: an optimizer has to be
        /// given the parameters anew there.
        /// </remarks>
        /// <param name="module">The module.</param>
        /// <param name="tensorName">Its parameter's or buffer's name, as <c>weight</c>.</param>
        /// <param name="parametrization">A module of one tensor that gives one, of two or three where it is an <see cref="IRightInverse{TOriginal}"/> of as many.</param>
        /// <param name="isUnsafe">Whether it may give another dtype or shape; then nothing is checked.</param>
        /// <exception cref="TorchValueException">There is no such tensor, or the parametrization gives another dtype or shape.</exception>
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

        /// <summary>Whether something of the module is parametrized, or the tensor of this name; <c>is_parametrized</c>.</summary>
        public static bool IsParametrized(Module module, string? tensorName = null)
        {
            ArgumentNullException.ThrowIfNull(module);
            return module.Parametrizations is { } all && (tensorName is null ? all.Count > 0 : all.ContainsKey(tensorName));
        }

        /// <summary>The parametrizations of a tensor of the module; <c>module.parametrizations[name]</c>.</summary>
        /// <exception cref="KeyNotFoundException">It has none.</exception>
        public static ParametrizationList Of(Module module, string tensorName)
        {
            ArgumentNullException.ThrowIfNull(module);
            return module.Parametrizations is { } all && all.TryGetValue(tensorName, out var list) ? list : throw new KeyNotFoundException($"'{tensorName}' of {module.ShownName} is not parametrized.");
        }

        /// <summary>Has a tensor be an ordinary parameter or buffer again; <c>remove_parametrizations</c>.</summary>
        /// <param name="module">The module.</param>
        /// <param name="tensorName">The tensor's name.</param>
        /// <param name="leaveParametrized">Whether it has the value that was computed last, or else its original's.</param>
        /// <exception cref="TorchValueException">It is not parametrized, or there are several originals and their value is not to be taken.</exception>
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

        /// <summary>Has a module compute a tensor, or all that another module computes, as that one does, from the same originals; <c>transfer_parametrizations_and_params</c>.</summary>
        /// <param name="fromModule">Whose parametrizations; if it has none, nothing happens.</param>
        /// <param name="toModule">The module that gets them. A parameter that it has not is made.</param>
        /// <param name="tensorName">The tensor that is meant; without it, all.</param>
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

        /// <summary>The module's class, without what parametrizations make of its name; <c>type_before_parametrizations</c>.</summary>
        public static Type TypeBeforeParametrizations(Module module)
        {
            ArgumentNullException.ThrowIfNull(module);
            return module.GetType();
        }
    }
}
