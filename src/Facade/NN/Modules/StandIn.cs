namespace LibTorch.NN;

/// <summary>A value that is used instead of a parameter or buffer, such as a weight computed from others.</summary>
internal abstract class StandIn
{
    /// <summary>The tensor to use now. It is not a <see cref="MemberTensor"/>, which could have a stand-in of its own.</summary>
    public abstract Tensor Current { get; }

    /// <summary>The stand-in for a copy of the module.</summary>
    public abstract StandIn Copied(ModuleCopy copy);

    /// <summary>A stand-in that is a fixed tensor.</summary>
    public sealed class Given(Tensor tensor) : StandIn
    {
        public override Tensor Current { get; } = tensor.ForLater();

        public override StandIn Copied(ModuleCopy copy) => new Given(Current);
    }
}
