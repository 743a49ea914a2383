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
}
