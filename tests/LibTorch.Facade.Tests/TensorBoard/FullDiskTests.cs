using LibTorch.Utils.TensorBoard;

namespace LibTorch.Tests.TensorBoard;

/// <summary>A disk without room, which root can make.</summary>
public sealed class FullDiskTests
{
    [Fact]
    public void The_file_ends_with_the_event_before_and_goes_on_when_there_is_room()
    {
        using var folder = new EventFolder();
        Assert.SkipUnless(Mount("-t", "tmpfs", "-o", "size=8k", "tmpfs", folder.Path), "Nothing can be mounted here.");
        try
        {
            using var writer = new SummaryWriter(folder.Path);
            var text = new string('x', 1000);
            var written = 0;
            Assert.ThrowsAny<IOException>(() =>
            {
                for (; written < 100; written++)
                {
                    writer.AddText("note", text, written);
                }
            });
            Assert.InRange(written, 1, 8);
            Assert.Equal(1 + written, folder.Events().Count);
            Assert.True(Mount("-o", "remount,size=64k", folder.Path));
            writer.AddText("note", text, written);
            Assert.Equal(written, folder.Events()[^1].GetProperty("step").GetInt32());
            Assert.Equal(2 + written, folder.Events().Count);
        }
        finally
        {
            ChildProcess.Run("umount", [folder.Path]);
        }
    }

    private static bool Mount(params string[] arguments) => ChildProcess.Run("mount", arguments).ExitCode == 0;
}
