namespace LibTorch.NN;

/// <summary>Checks that a parametrization keeps dtype and shape, with Python's messages.</summary>
internal static class ParametrizationChecks
{
    /// <summary>Checks the first parametrization of a tensor.</summary>
    public static void First(ParametrizationList list, DType dtype, Size shape)
    {
        var value = list.Compute();
        if (value.DType != dtype)
        {
            throw new TorchValueException(
                $"Registering a parametrization may not change the dtype of the tensor, unless `unsafe` flag is enabled.\nunparametrized dtype: {dtype}\nparametrized dtype: {value.DType}");
        }

        if (value.Shape != shape)
        {
            throw new TorchValueException(
                $"Registering a parametrization may not change the shape of the tensor, unless `unsafe` flag is enabled.\nunparametrized shape: {shape}\nparametrized shape: {value.Shape}");
        }
    }

    /// <summary>Checks a further parametrization of a tensor.</summary>
    public static void Further(Module module, string name, Module parametrization)
    {
        var before = module.Registered().Hidden(name)!;
        var after = RightInverses.Call(parametrization, [before]);
        Require(name, "Registering a parametrization may not change the {0} of the tensor, unless the `unsafe` flag is enabled.", $"parametrization(module.{name})", ".", before, after);
        if (!RightInverses.Has(parametrization))
        {
            return;
        }

        try
        {
            var (inverse, isTensor) = RightInverses.Of(parametrization, after);
            if (!isTensor)
            {
                throw new TorchValueException("parametrization.right_inverse must return a tensor. Got: tuple");
            }

            Require(name, "The tensor returned by parametrization.right_inverse must have the same {0} as module." + name + ", unless the `unsafe` flag is enabled.", "returned", " ", before, inverse[0]);
        }
        catch (Exception error) when (error is NotImplementedException or TorchNotImplementedException)
        {
        }
    }

    private static void Require(string name, string message, string what, string separator, Tensor expected, Tensor actual)
    {
        void Same<T>(string property, T wanted, T found)
        {
            if (!EqualityComparer<T>.Default.Equals(wanted, found))
            {
                throw new TorchValueException($"{message.Replace("{0}", property, StringComparison.Ordinal)}\nmodule.{name}.{property}: {wanted}\n{what}{separator}{property}: {found}");
            }
        }

        Same("dtype", expected.DType, actual.DType);
        Same("shape", expected.Shape, actual.Shape);
    }
}
