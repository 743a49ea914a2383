using LibTorch.NN;

namespace LibTorch.Jit;

/// <summary>The module of a traced function; it has no members.</summary>
internal sealed class TracedFunction : Module
{
    public TracedFunction() => NoMembers();
}
