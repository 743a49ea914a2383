namespace LibTorch.Tests.Autograd;

/// <summary>What torch.autocast warns about, and goes on without.</summary>
[Collection(ProcessWideState.Name)]
public sealed class AutocastWarningTests(PythonSession python)
{
    [Theory]
    [InlineData("cpu", "float32")]
    [InlineData("cpu", "float64")]
    [InlineData("cuda", "float16")]
    public void What_cannot_be_is_switched_off(string device, string dtype)
    {
        Assert.SkipWhen(device == "cuda" && Torch.Cuda.IsAvailable(), "there is a CUDA device");
        var chosen = dtype switch { "float32" => DType.Float32, "float64" => DType.Float64, _ => DType.Float16 };
        var enters = python.Eval("f()", $"def f():\n  try:\n    with torch.autocast('{device}', torch.{dtype}):\n      return 'yes'\n  except Exception as e:\n    return str(e)");
        var heard = HeardWarnings.While(() =>
        {
            // Before 2.0 the warning is followed by an error.
            if (enters == "yes")
            {
                using var block = Torch.Autocast(device, chosen);
                Assert.False(Torch.IsAutocastEnabled(device));
            }
            else
            {
                Assert.Equal(enters, Assert.Throws<TorchException>(() => Torch.Autocast(device, chosen).Dispose()).Message);
                Assert.Equal(DType.BFloat16, Torch.GetAutocastDType(device));
            }
        });
        Warnings.Forget();

        var setup = $"""
            import warnings
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                torch.autocast('{device}', dtype=torch.{dtype})
            """;
        Assert.Equal(python.Eval("str(caught[0].message)", setup), Assert.Single(heard));
    }
}
