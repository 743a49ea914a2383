using System.Runtime.Versioning;
using LibTorch.Files;
using LibTorch.Interop;

namespace LibTorch.Tests.Files;

/// <summary>A file takes an old one's place when it is whole, and not before.</summary>
[SupportedOSPlatform("linux")]
public sealed class ReplacedFileTests : IDisposable
{
    private readonly FolderOfFiles _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_file_is_there_when_it_is_committed()
    {
        using (var file = new ReplacedFile(_folder["new"]))
        {
            file.Stream.WriteByte(1);
            Assert.False(File.Exists(_folder["new"]));
            file.Commit();
        }

        Assert.Equal([1], File.ReadAllBytes(_folder["new"]));
        Assert.Single(Directory.GetFiles(_folder.Root));
    }

    [Fact]
    public void A_name_may_be_as_long_as_the_file_system_allows()
    {
        var name = new string('長', 84) + ".pt";
        Torch.Save(1, _folder[name]);
        Assert.Equal(1L, Torch.Load(_folder[name]));
        Assert.Throws<PathTooLongException>(() => Torch.Save(1, _folder[name + "x"]));
        Assert.Single(Directory.GetFiles(_folder.Root));
    }

    [Fact]
    public void Without_it_the_old_one_stays_alone()
    {
        var path = _folder.With("old", [7]);
        using (var file = new ReplacedFile(path))
        {
            file.Stream.WriteByte(1);
        }

        Assert.Equal([7], File.ReadAllBytes(path));
        Assert.Single(Directory.GetFiles(_folder.Root));
    }

    [Fact]
    public void What_a_link_points_to_is_replaced_and_the_link_stays()
    {
        _folder.With("target", [7]);
        File.CreateSymbolicLink(_folder["link"], "target");
        File.CreateSymbolicLink(_folder["dangling"], "none");
        foreach (var (link, target) in new[] { ("link", "target"), ("dangling", "none") })
        {
            using var file = new ReplacedFile(_folder[link]);
            file.Stream.WriteByte(9);
            file.Commit();
            Assert.Equal([9], File.ReadAllBytes(_folder[target]));
            Assert.Equal(target, new FileInfo(_folder[link]).LinkTarget);
        }
    }

    [Theory]
    [InlineData("pipe")]
    [InlineData("link")]
    public async Task A_pipe_is_written_into_and_stays_one(string name)
    {
        using (var made = System.Diagnostics.Process.Start("mkfifo", [_folder["pipe"]]))
        {
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        File.CreateSymbolicLink(_folder["link"], "pipe");
        var reader = Task.Run(() => File.ReadAllBytes(_folder["pipe"]), TestContext.Current.CancellationToken);
        await Torch.SaveAsync(Torch.Ones(2), _folder[name], cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(2, Torch.Load<Tensor>(new MemoryStream(await reader), cancellationToken: TestContext.Current.CancellationToken).Sum().Item<float>());
        Assert.True(SpecialFile.IsAt(_folder["pipe"]));
        Assert.Equal(2, Directory.GetFileSystemEntries(_folder.Root).Length);
    }

    [Fact]
    public void The_old_ones_permissions_are_kept()
    {
        var path = _folder.With("old", [7]);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using var file = new ReplacedFile(path);
        file.Commit();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }
}
