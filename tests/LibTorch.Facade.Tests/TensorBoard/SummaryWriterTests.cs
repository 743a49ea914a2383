using System.Text.Json;
using System.Text.RegularExpressions;
using LibTorch.Utils.TensorBoard;

namespace LibTorch.Tests.TensorBoard;

/// <summary>What the writer's files have, read by their format.</summary>
public sealed partial class SummaryWriterTests
{
    private static readonly DateTimeOffset s_time = DateTimeOffset.FromUnixTimeMilliseconds(1_500_000_000_250);

    [Fact]
    public void A_file_begins_as_all_event_files_do()
    {
        using var folder = new EventFolder();
        using (new SummaryWriter(folder.Path))
        {
        }

        // The length of the first event and its checksum, which all of TensorFlow's event files begin with.
        var bytes = File.ReadAllBytes(Assert.Single(Directory.GetFiles(folder.Path)));
        Assert.Equal([0x18, 0, 0, 0, 0, 0, 0, 0, 0xa3, 0x7f, 0x4b, 0x22], bytes[..12]);
        var first = Assert.Single(folder.Events());
        Assert.Equal("brain.Event:2", first.GetProperty("file_version").GetString());
        Assert.InRange(first.GetProperty("wall_time").GetDouble(), DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 600, DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 1);
        Assert.Matches(FileName(), Assert.Single(folder.Files));
    }

    [Fact]
    public void Numbers_come_back_with_step_and_time()
    {
        using var folder = new EventFolder();
        using (var writer = new SummaryWriter(folder.Path))
        {
            writer.AddScalar("loss/train", 0.1, 3, s_time);
            writer.AddScalar("loss/train", Torch.Tensor(2.5f), 4, s_time);
            writer.AddScalar("größe", 0, walltime: s_time);
            writer.AddScalar("step", -1, -7, s_time);
        }

        Assert.Equal(
            [
                """{"wall_time": 1500000000.25, "step": 3, "summary": {"value": [{"tag": "loss/train", "simple_value": 0.10000000149011612}]}}""",
                """{"wall_time": 1500000000.25, "step": 4, "summary": {"value": [{"tag": "loss/train", "simple_value": 2.5}]}}""",
                """{"wall_time": 1500000000.25, "summary": {"value": [{"tag": "gr\u00f6\u00dfe", "simple_value": 0.0}]}}""",
                """{"wall_time": 1500000000.25, "step": -7, "summary": {"value": [{"tag": "step", "simple_value": -1.0}]}}""",
            ],
            Lines(folder).Skip(1));
    }

    [Fact]
    public void Numbers_of_one_chart_have_files_of_their_own()
    {
        using var folder = new EventFolder();
        using (var writer = new SummaryWriter(folder.Path))
        {
            for (var step = 0; step < 2; step++)
            {
                writer.AddScalars("loss/all", new Dictionary<string, double> { ["train"] = step, ["test"] = 2 * step }, step, s_time);
            }
        }

        string[] names = [.. folder.Files.Select(file => Path.GetDirectoryName(file)!)];
        Assert.Equal(["", "loss_all_test", "loss_all_train"], names.Order(StringComparer.Ordinal));
        var events = EventFolder.Events(Assert.Single(Directory.GetFiles(Path.Combine(folder.Path, "loss_all_test"))));
        Assert.Equal(
            ["""{"tag": "loss/all", "simple_value": 0.0}""", """{"tag": "loss/all", "simple_value": 2.0}"""],
            events.Skip(1).Select(one => one.GetProperty("summary").GetProperty("value")[0].GetRawText()));
        Assert.Single(EventFolder.Events(Assert.Single(Directory.GetFiles(folder.Path))));
    }

    [Fact]
    public void A_text_is_one_for_the_plugin()
    {
        using var folder = new EventFolder();
        using (var writer = new SummaryWriter(folder.Path))
        {
            writer.AddText("note", "**ünïcode**\n", 1, s_time);
        }

        Assert.Equal(
            """{"wall_time": 1500000000.25, "step": 1, "summary": {"value": [{"tag": "note/text_summary", "tensor": {"dtype": 7, "tensor_shape": {"dim": [{"size": 1}]}, "string_val": ["**\u00fcn\u00efcode**\n"]}, "metadata": {"plugin_data": {"plugin_name": "text"}}}]}}""",
            Lines(folder).Last());
    }

    [Fact]
    public void A_run_that_goes_on_hides_later_steps()
    {
        using var folder = new EventFolder();
        using (var writer = new SummaryWriter(folder.Path, purgeStep: 40, filenameSuffix: ".b"))
        {
            writer.AddScalar("loss", 1, 40);
        }

        var events = folder.Events();
        Assert.Equal(4, events.Count);
        Assert.Equal((40, "brain.Event:2"), (events[1].GetProperty("step").GetInt32(), events[1].GetProperty("file_version").GetString()));
        Assert.Equal((40, 1), (events[2].GetProperty("step").GetInt32(), events[2].GetProperty("session_log").GetProperty("status").GetInt32()));
        Assert.EndsWith(".b", Assert.Single(folder.Files));
    }

    [Fact]
    public void What_was_added_can_be_read_before_the_end()
    {
        using var folder = new EventFolder();
        using var writer = new SummaryWriter(folder.Path);
        writer.AddScalar("loss", 1, 1);
        Assert.Equal(2, folder.Events().Count);
        writer.Flush();
        writer.AddScalar("loss", 2, 2);
        Assert.Equal(3, folder.Events().Count);
    }

    [Fact]
    public void A_closed_writer_begins_another_file_and_a_disposed_one_is_over()
    {
        using var folder = new EventFolder();
        var writer = new SummaryWriter(folder.Path);
        writer.AddScalar("loss", 1);
        writer.Close();
        writer.AddScalar("loss", 2);
        Assert.Equal(2, folder.Files.Count);
        writer.Dispose();
        writer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => writer.AddScalar("loss", 3));
        Assert.Throws<ObjectDisposedException>(() => writer.AddScalars("loss", new Dictionary<string, double> { ["a"] = 1 }));
        Assert.Equal(2, folder.Files.Count);
    }

    [Fact]
    public void Several_threads_may_write()
    {
        using var folder = new EventFolder();
        using (var writer = new SummaryWriter(folder.Path))
        {
            Parallel.For(0, 400, i => writer.AddScalar("loss", i, i));
        }

        Assert.Equal(Enumerable.Range(0, 400), folder.Events().Skip(1).Select(Step).Order());
        static int Step(JsonElement one) => one.TryGetProperty("step", out var step) ? step.GetInt32() : 0;
    }

    [Fact]
    public void Bad_input_is_refused_and_nothing_is_written()
    {
        using var folder = new EventFolder();
        using var writer = new SummaryWriter(folder.Path);
        Assert.Throws<ArgumentNullException>(() => writer.AddScalar(null!, 1));
        Assert.Throws<ArgumentNullException>(() => writer.AddScalar("a", null!));
        Assert.Throws<ArgumentNullException>(() => writer.AddScalars(null!, []));
        Assert.Throws<ArgumentNullException>(() => writer.AddScalars("a", null!));
        Assert.Throws<ArgumentNullException>(() => writer.AddText("a", null!));
        Assert.Throws<ArgumentNullException>(() => writer.AddHistogram("a", (Tensor)null!));
        Assert.ThrowsAny<TorchException>(() => writer.AddScalar("a", Torch.Ones(2)));
        Assert.Throws<TorchValueException>(() => writer.AddHistogram("a", Torch.Ones(0)));
        Assert.Throws<TorchValueException>(() => writer.AddHistogram("a", [1.0], bins: [2, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.AddHistogram("a", [1.0], maxBins: 0));
        Assert.Single(folder.Events());
        Assert.ThrowsAny<IOException>(() => new SummaryWriter(Path.Combine(folder.Path, folder.Files[0])));
    }

    [Fact]
    public void Without_a_folder_it_is_one_with_time_and_machine()
    {
        var before = Directory.Exists("runs");
        using var writer = new SummaryWriter(comment: "_ltf-test");
        try
        {
            Assert.Matches($@"^runs/[A-Z][a-z]{{2}}\d\d_\d\d-\d\d-\d\d_{Regex.Escape(Environment.MachineName)}_ltf-test$", writer.LogDir);
            Assert.Single(Directory.GetFiles(writer.LogDir));
        }
        finally
        {
            Directory.Delete(before ? writer.LogDir : "runs", recursive: true);
        }
    }

    [GeneratedRegex(@"^events\.out\.tfevents\.\d{10}\..+\.\d+\.\d+$")]
    private static partial Regex FileName();

    private static IEnumerable<string> Lines(EventFolder folder) => folder.Events().Select(one => one.GetRawText());
}
