namespace LibTorch.NN;

/// <summary>Copying a module.</summary>
public abstract partial class Module
{
    /// <summary>
    /// An independent copy of the module with its parameters, buffers, submodules, hooks and settings; <c>copy.deepcopy(module)</c>.
    /// Objects that are shared inside the module are shared inside the copy.
    /// </summary>
    /// <remarks>
    /// Gradients of parameters are not copied, as in Python. Fields that are not members are shared by both, unless the class copies them
    /// in <see cref="OnCopied"/>.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The class lists its members by hand, and does not override <see
    /// cref="OnCopied"/>.</exception>
    /// <exception cref="TorchException">A buffer is not a leaf: it was computed while operations were recorded.</exception>
    public Module DeepCopy() => new ModuleCopy().Of(this);

    /// <summary>
    /// Called on a new copy, whose fields that are not members still refer to the original's objects. An override replaces these by copies
    /// where necessary: <c>_items = copy.Of(_items)</c>. A class that lists its members by hand has to do that for them.
    /// </summary>
    /// <param name="copy">Provides the copy of each module and tensor.</param>
    protected virtual void OnCopied(ModuleCopy copy)
    {
        ArgumentNullException.ThrowIfNull(copy);
        if (_registered is { ByHand: true, IsEmpty: false } && Listed().Class != GetType())
        {
            throw new InvalidOperationException(
                $"{GetType()} registers its members by hand, so it must also define how they are copied: override OnCopied without calling the base method, and set each field to copy.Of(field). Where the source generator runs, a partial class without Child(...) needs neither.");
        }
    }

    // Members outside of the fields known to the generator have to be copied by the class itself.
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
