namespace LibTorch.NN;

/// <summary>Conversions of all of a module's parameters and buffers, and the training mode of the module and its submodules.</summary>
public abstract partial class Module
{
    /// <summary>Sets this module and its submodules to training mode, or to evaluation mode; <c>module.train(mode)</c>.</summary>
    public Module Train(bool mode = true)
    {
        foreach (var module in Modules)
        {
            module.Training = mode;
            module.OnTrainingChanged();
        }

        return this;
    }

    /// <summary>Sets this module and its submodules to evaluation mode; <c>module.eval()</c>.</summary>
    public Module Eval() => Train(false);

    /// <summary>Calls the function with each submodule, and finally with this module; <c>module.apply(fn)</c>.</summary>
    public Module Apply(Action<Module> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        Apply(function, new ModulePath());
        return this;
    }

    private void Apply(Action<Module> function, ModulePath path)
    {
        using var step = path.Enter(this);
        foreach (var (_, child) in NamedChildren)
        {
            child.Apply(function, path);
        }

        function(this);
    }

    /// <summary>Sets whether all parameters require a gradient; <c>module.requires_grad_()</c>.</summary>
    public Module RequiresGrad_(bool requiresGrad = true)
    {
        foreach (var parameter in Parameters())
        {
            parameter.RequiresGrad_(requiresGrad);
        }

        return this;
    }

    /// <summary>Removes all parameters' gradients, or sets them to zero; <c>module.zero_grad()</c>.</summary>
    /// <param name="setToNone">Whether the gradients are removed; unless given, as in the running PyTorch: removed since 2.0.</param>
    public void ZeroGrad(bool? setToNone = null) => Gradients.Clear(Parameters(), setToNone);

    /// <summary>Converts floating-point and complex parameters and buffers, and their gradients; <c>module.to(dtype)</c>.</summary>
    /// <exception cref="TorchTypeException">The dtype is neither floating-point nor complex.</exception>
    public Module To(DType dtype) => To(null, dtype);

    /// <summary>Moves all parameters and buffers, and their gradients; <c>module.to(device)</c>.</summary>
    public Module To(Device device) => To(device, null);

    /// <summary>Moves all parameters and buffers, and converts the floating-point and complex ones; <c>module.to(device, dtype)</c>.</summary>
    /// <exception cref="TorchTypeException">The dtype is neither floating-point nor complex.</exception>
    public Module To(Device? device, DType? dtype, bool nonBlocking = false)
    {
        if (dtype is { IsFloatingPoint: false, IsComplex: false })
        {
            throw new TorchTypeException($"nn.Module.to only accepts floating point or complex dtypes, but got desired dtype={dtype}");
        }

        return Convert(tensor => tensor.To(device ?? tensor.Device, IsConverted(tensor) ? dtype ?? tensor.DType : tensor.DType, nonBlocking));
    }

    /// <summary>
    /// Moves all parameters and buffers to the device with uninitialized memory; <c>module.to_empty(device)</c>. They become new objects.
    /// </summary>
    /// <exception cref="NotSupportedException">A class lists a parameter or buffer by hand, so its field cannot be replaced.</exception>
    public Module ToEmpty(Device device)
    {
        Dictionary<object, object> made = new(ReferenceEqualityComparer.Instance);
        var modules = Modules.ToList();
        foreach (var module in modules)
        {
            module.ListMembers(MemberList.Replacing((_, member) => member, (name, member) => _ = member is MemberTensor
                ? throw new NotSupportedException($"{module.GetType()} registers '{name}' by hand, so it cannot be replaced.")
                : member));
        }

        modules.ForEach(module => module.ListMembers(MemberList.Replacing((_, member) => member is MemberTensor tensor ? Empty(tensor) : member)));
        return this;

        object Empty(MemberTensor tensor)
        {
            if (!made.TryGetValue(tensor, out var empty))
            {
                using var noGrad = Torch.NoGrad();
                var memory = Torch.EmptyLike(tensor.Detach(), device: device);
                empty = tensor is Buffer buffer ? new Buffer(memory, buffer.Persistent) : new Parameter(memory, tensor.RequiresGrad);
                made.Add(tensor, empty);
            }

            return empty;
        }
    }

    /// <summary>Moves everything to a CUDA device; <c>module.cuda()</c>.</summary>
    public Module Cuda(int? device = null) => To(device is { } index ? new Device(DeviceType.Cuda, (sbyte)index) : new Device(DeviceType.Cuda), null);

    /// <summary>Moves everything to the host; <c>module.cpu()</c>.</summary>
    public Module Cpu() => To(Device.Cpu);

    /// <summary>Converts floating-point parameters and buffers to float32; <c>module.float()</c>.</summary>
    public Module Float() => ConvertFloats(LibTorch.DType.Float32);

    /// <summary>Converts floating-point parameters and buffers to float64; <c>module.double()</c>.</summary>
    public Module Double() => ConvertFloats(LibTorch.DType.Float64);

    /// <summary>Converts floating-point parameters and buffers to float16; <c>module.half()</c>.</summary>
    public Module Half() => ConvertFloats(LibTorch.DType.Float16);

    /// <summary>Converts floating-point parameters and buffers to bfloat16; <c>module.bfloat16()</c>.</summary>
    public Module BFloat16() => ConvertFloats(LibTorch.DType.BFloat16);

    /// <summary>Called after the module's training mode was set.</summary>
    private protected virtual void OnTrainingChanged()
    {
    }

    /// <summary>Called after the module's tensors got new memory.</summary>
    private protected virtual void OnConverted()
    {
    }

    private static bool IsConverted(Tensor tensor) => tensor.DType is { IsFloatingPoint: true } or { IsComplex: true };

    private Module ConvertFloats(DType dtype) => Convert(tensor => tensor.DType.IsFloatingPoint ? tensor.To(dtype) : tensor);

    // The tensors remain the same objects, so optimizers and tied weights stay valid.
    private Module Convert(Func<Tensor, Tensor> convert)
    {
        using var noGrad = Torch.NoGrad();
        foreach (var parameter in Parameters())
        {
            parameter.Data = convert(parameter.Detach());
            if (parameter.Grad is { } gradient)
            {
                gradient.Data = convert(gradient.Detach());
            }
        }

        foreach (var buffer in Buffers())
        {
            buffer.Data = convert(buffer.Detach());
        }

        foreach (var module in Modules)
        {
            module.OnConverted();
        }

        return this;
    }
}
