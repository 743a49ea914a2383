namespace LibTorch.NN;

/// <summary>Copying a module.</summary>
public abstract partial class Module
{
    /// <summary>A module of its own with equal parameters and buffers, modules, hooks and settings; <c>copy.deepcopy(module)</c>. What is shared inside is shared inside of the copy.</summary>
    /// <remarks>Gradients of parameters are not copied, as in Python. Fields that are no members are the same in both, unless the class says otherwise in <see cref="OnCopied"/>.</remarks>
    /// <exception cref="InvalidOperationException">The class says its members by hand, and does not override <see cref="OnCopied"/>.</exception>
    /// <exception cref="TorchException">A buffer was computed while operations were recorded.</exception>
    public Module DeepCopy() => new ModuleCopy().Of(this);

    /// <summary>Called at a copy, whose fields that are no members still hold what the original's hold: puts copies there where they have to be its own, as <c>_items = copy.Of(_items)</c>. A class that says its members by hand has to do so for these.</summary>
    /// <param name="copy">Gives the copy of each module and tensor.</param>
    protected virtual void OnCopied(ModuleCopy copy)
    {
        ArgumentNullException.ThrowIfNull(copy);
        if (_registered is { ByHand: true, IsEmpty: false } && Listed().Class != GetType())
        {
            throw new InvalidOperationException(
                $"{GetType()} registers its members by hand, so it must also define how they are copied: override OnCopied without calling the base method, and set each field to copy.Of(field). Where the source generator runs, a partial class without Child(...) needs neither.");
        }
    }

    // What a class lists that is in no field of the generator's, it has to copy itself.
    private void RequireCopy(ModuleCopy copy, string name, object member)
    {
        if (!copy.Made(member))
        {
            throw new InvalidOperationException($"{GetType()} registers its member '{name}' by hand, so it must also define how it is copied: override OnCopied.");
        }
    }

    internal Module Copied(ModuleCopy copy, Action<Module> made)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        var clone = (Module)MemberwiseClone();
        made(clone);
        clone.CopyHooks();
        clone.OnCopied(copy);
        clone._registered = _registered?.Copied(copy);
        clone.ListMembers(MemberList.Replacing((_, member) => copy.OfMember(member), (name, member) => clone.RequireCopy(copy, name, member)));
        return clone;
    }
}
