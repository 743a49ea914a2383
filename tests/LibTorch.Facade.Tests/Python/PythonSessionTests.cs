namespace LibTorch.Tests;

/// <summary>The Python that all tests share.</summary>
public class PythonSessionTests(PythonSession python)
{
    [Fact]
    public void What_a_request_does_to_warnings_ends_with_it()
    {
        const string State = "__import__('json').dumps([str(__import__('warnings').showwarning), repr(__import__('warnings').filters)])";
        var before = python.Eval(State);
        python.Run("import warnings\nwarnings.showwarning = None\nwarnings.simplefilter('error')");
        Assert.Throws<InvalidOperationException>(() => python.Run("import warnings\nwarnings.simplefilter('error')\nwarnings.warn('x')"));
        Assert.Equal(before, python.Eval(State));
    }

    [Fact]
    public void So_does_the_engine_of_quantized_operators()
    {
        const string Engine = "torch.backends.quantized.engine";
        var before = python.Eval(Engine);
        var other = python.Eval($"[name for name in torch.backends.quantized.supported_engines if name not in ('none', '{before}')][0]");
        Assert.Equal(other, python.Eval(Engine, $"{Engine} = '{other}'"));
        Assert.Equal(before, python.Eval(Engine));
    }
}
