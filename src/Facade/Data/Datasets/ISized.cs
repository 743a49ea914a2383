namespace LibTorch.Utils.Data;

/// <summary>Something that has a number of samples; what Python asks <c>len(...)</c> of.</summary>
public interface ISized
{
    /// <summary>How many samples there are now.</summary>
    public long Count { get; }
}
