namespace LibTorch.Tests.Operators;

/// <summary>torch.norm, whose values and errors are those of the running Python; before 2.0 its node is a later Python's.</summary>
public sealed class NormTests
{
    [Fact]
    public void The_same_bits_gradients_and_errors_as_Python()
    {
        var (differences, compared, _) = PythonCalls.Replay("Operators/norm_calls.txt", samples: 16, name => name switch
        {
            // Python 1.13 had operators of its own for these.
            "NormBackward0" or "NormBackward1" or "NormBackward2" or "NormBackward3" or "FrobeniusNormBackward0" or "SqrtBackward0" => "LinalgVectorNormBackward0",
            _ => name,
        });
        Assert.True(compared > 300, $"{compared} calls were compared");
        Assert.True(differences.Count == 0, $"{differences.Count} of {compared} calls differ:\n{string.Join('\n', differences)}");
    }
}
