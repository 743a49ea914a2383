using LibTorch.Tests.Examples;

namespace LibTorch.Tests.Interop;

/// <summary>A native library that does not load is told with what was tried.</summary>
public sealed class NativeLoaderTests
{
    [Fact]
    public void A_missing_library_names_the_paths()
    {
        var (exit, _, error) = ExamplesProgram.Run(["000"], native: "/nonexistent/libtorch_facade.so");
        Assert.Equal(2, exit);
        Assert.Contains("libtorch could not be loaded", error, StringComparison.Ordinal);
        Assert.Contains("/nonexistent/libtorch_facade.so: no such file", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_library_gives_the_loaders_reason()
    {
        var file = Path.GetTempFileName();
        try
        {
            var (exit, _, error) = ExamplesProgram.Run(["000"], native: file);
            Assert.Equal(2, exit);
            Assert.Contains(file, error, StringComparison.Ordinal);
            Assert.Contains("file too short", error, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void The_loaded_libtorch_can_be_asked_for()
    {
        Assert.Matches(@"^\d+\.\d+", Torch.Version);
        Assert.True(File.Exists(Torch.LibraryPath), Torch.LibraryPath);
    }
}
