namespace LibTorch.Utils.Data;

/// <summary>An object with a number of samples; Python's <c>len(...)</c>.</summary>
public interface ISized
{
    /// <summary>How many samples there are now.</summary>
    public long Count { get; }
}
