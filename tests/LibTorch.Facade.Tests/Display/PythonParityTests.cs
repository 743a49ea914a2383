namespace LibTorch.Tests.Display;

/// <summary>Printed text against that of Python, on random tensors of every kind.</summary>
public sealed class PythonParityTests
{
    private const int Cases = 6000;

    // A failure names its seed; put it here to see it again.
    private static readonly int Seed = Random.Shared.Next();

    [Fact]
    public void Random_tensors_print_as_in_Python()
    {
        var path = Path.GetTempFileName();
        try
        {
            PythonRunner.Run("Display/print_cases.py", $"{Seed}", $"{Cases}", path);
            var cases = 0;
            foreach (var printed in PrintCase.ReadAll(path))
            {
                Compare(printed, $"case {cases++} of seed {Seed}: {printed.Head}");
            }

            Assert.Equal(Cases, cases);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void Compare(PrintCase printed, string name)
    {
        using var tensor = printed.Build();
        Same(printed.TorchText, TorchText(tensor, printed), "PyTorch", name);
        if (printed.NumPyText.Length > 0)
        {
            Same(printed.NumPyText, tensor.ToString(TensorFormat.NumPy), "numpy", name);
        }
    }

    // Options and default dtype are the process's own, and other tests print meanwhile: only the common case goes through ToString.
    private static string TorchText(Tensor tensor, PrintCase printed) =>
        printed.Options == PrintOptions.Default && printed.Head.DefaultDType == "float32"
            ? tensor.ToString()
            : TorchFormatter.Format(
                DisplayReader.Read(tensor, printed.Options) with { DefaultDType = printed.Head.DefaultDType },
                printed.Options);

    private static void Same(string expected, string actual, string whose, string name) =>
        Assert.True(expected == actual, $"{name}\n{whose} prints\n{expected}\nbut here it is\n{actual}");
}
