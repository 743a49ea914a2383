namespace LibTorch.Tests.OwnOperators;

/// <summary>Loading libraries that register operators, and what takes them for something else.</summary>
public sealed class LoadLibraryTests(PythonSession python)
{
    [Theory]
    [InlineData("/no/such/library.so")]
    [InlineData("/etc/passwd")]
    [InlineData("/etc")]
    public void What_cannot_be_loaded_is_told_as_in_Python(string path)
    {
        var (kinds, message) = python.Error($"torch.ops.load_library('{path}')");
        Assert.Equal("OSError", kinds[0]);
        var error = Assert.Throws<DllNotFoundException>(() => Torch.Ops.LoadLibrary(path));
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void No_path_is_refused()
    {
        Assert.Throws<ArgumentNullException>(() => Torch.Ops.LoadLibrary(null!));
        Assert.Throws<ArgumentException>(() => Torch.Ops.LoadLibrary(""));
        Assert.Throws<ArgumentException>(() => Torch.Ops.LoadLibrary("a\0b"));
    }

    [Fact]
    public void Twice_is_once()
    {
        MyTest.Load();
        MyTest.Load();
        Assert.Single(Torch.Ops.LoadedLibraries, file => file.EndsWith("/libmytest.so", StringComparison.Ordinal));
        Assert.Single(OperatorRegistry.Schemas(), schema => schema.StartsWith("mytest::cube(", StringComparison.Ordinal));
    }

    [Fact]
    public void An_operator_whose_library_is_missing_is_named()
    {
        var error = Assert.Throws<OperatorNotFoundException>(() => OperatorCall.Resolve("nolib::f"));
        Assert.Contains("nolib::f", error.Message);
        Assert.Contains("LoadLibrary", error.Message);
    }

    [Fact]
    public void Code_of_an_old_schema_is_told_so_rather_than_believed()
    {
        MyTest.Load();
        using var x = Torch.Ones(2);
        using var call = new OperatorCall(OperatorCall.Resolve("mytest::describe", "x"), 1);
        call.Add(x);
        Assert.Throws<InvalidOperationException>(() => ReadEarly());
        call.Invoke();
        Assert.Equal(1, call.Result<long>(0));
        foreach (var i in new[] { -1, 6 })
        {
            try
            {
                call.Result<long>(i);
                Assert.Fail($"there is a result {i}");
            }
            catch (InvalidOperationException)
            {
            }
        }

        try
        {
            call.Result<Tensor>(3);
            Assert.Fail("a text is a tensor");
        }
        catch (InvalidOperationException error)
        {
            Assert.Contains("Result 3 is a String where the method was generated for a Tensor", error.Message);
            Assert.Contains("mytest::describe(Tensor x)", error.Message);
        }

        static void ReadEarly()
        {
            using var unused = new OperatorCall(OperatorCall.Resolve("mytest::describe", "x"), 1);
            unused.Result<long>(0);
        }
    }
}
