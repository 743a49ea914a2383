namespace LibTorch.NN;

/// <summary>Replaces a module's parameter or buffer by a computed value, and restores it.</summary>
internal static class ParametrizedMember
{
    public static void Begin(Module module, string name, Module parametrization, bool isUnsafe)
    {
        var member = module.Members().Find(name) as MemberTensor
            ?? throw new TorchValueException($"Module '{module}' does not have a parameter, a buffer, or a parametrized element with name '{name}'");
        var (dtype, shape) = (member.DType, member.Shape);
        var list = new ParametrizationList(parametrization, Movable(module, name, member), isUnsafe);
        if (!isUnsafe)
        {
            ParametrizationChecks.First(list, dtype, shape);
        }

        list.Train(module.Training);
        Replace(module, name, member, new ComputedValue(list));
        var registered = module.Registered();
        if (module.Parametrizations is not { } all)
        {
            registered.Add(ParametrizationList.MemberName, all = new());
        }

        all[name] = list;
        module.NoteParametrization();
    }

    public static void End(Module module, string name, bool leaveParametrized)
    {
        var all = module.Parametrizations!;
        var list = all[name];
        if (!list.IsTensor && !leaveParametrized)
        {
            throw new TorchValueException("Cannot leave unparametrized (`leave_parametrized=False`) a tensor that is parametrized in terms of a sequence of tensors.");
        }

        var original = list.Originals[0];
        if (list.IsTensor && leaveParametrized)
        {
            using var noGrad = Torch.NoGrad();
            original.Set_(((ComputedValue)module.Registered().Hidden(name)!.StandIn!).Compute());
        }
        else if (!list.IsTensor)
        {
            var value = ((ComputedValue)module.Registered().Hidden(name)!.StandIn!).Compute();
            original = original is Buffer buffer ? new Buffer(value, buffer.Persistent) : new Parameter(value, value.RequiresGrad);
        }

        all.Remove(name);
        Restore(module, name, original);
        if (all.Count == 0)
        {
            module.Registered().Remove(ParametrizationList.MemberName);
        }
    }

    /// <summary>
    /// Replaces a member by a stand-in; it is no longer a member of the module. The stand-in's computation may use the member itself.
    /// </summary>
    public static MemberTensor Replace(Module module, string name, MemberTensor member, StandIn standIn)
    {
        MemberTensor computed = member is Buffer ? Buffer.Computed(standIn) : Parameter.Computed(standIn);
        if (!module.Exchange(name, _ => computed))
        {
            // The field cannot be replaced, so other code keeps the member's object: this object itself then stands for the value.
            computed = member;
            computed.StandIn = standIn;
        }

        module.Registered().Hide(name, computed);
        return computed;
    }

    /// <summary>Makes the tensor an ordinary member again.</summary>
    public static void Restore(Module module, string name, MemberTensor member)
    {
        var registered = module.Registered();
        var computed = registered.Hidden(name)!;
        if (!module.Exchange(name, _ => member))
        {
            computed.StandIn = null;
            using var noGrad = Torch.NoGrad();
            if (!ReferenceEquals(computed, member) && Interop.TensorCalls.Identity(computed) != Interop.TensorCalls.Identity(member))
            {
                computed.Data = member.Detach();
            }
        }

        registered.Show(name);
    }

    /// <summary>
    /// The member, for use at another place in the module. If the member's object is to stand for the computed value, a new object for the
    /// same tensor.
    /// </summary>
    public static MemberTensor Movable(Module module, string name, MemberTensor member) =>
        module.Exchange(name, held => held) ? member : member is Buffer buffer ? Buffer.SameAs(buffer) : Parameter.SameAs((Parameter)member);
}
