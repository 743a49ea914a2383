using System.Diagnostics;
using System.Text;
using LibTorch.Distributed;

namespace LibTorch.Tests.Distributed;

/// <summary>Stores do what Python's do.</summary>
public sealed class StoreTests(PythonSession python) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("libtorch-store-").FullName;

    public static TheoryData<string> Kinds => ["Hash", "File", "TCP", "Prefix"];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void They_keep_and_change_values(string kind)
    {
        using var store = Make(kind);
        store.Set("a", "one");
        store.Set("raw", [104, 0, 10]);
        string[] said =
        [
            store.GetText("a"), string.Join(',', store.Get("raw")), $"{store.Add("n", 5)} {store.Add("n", -2)} {store.GetText("n")}",
            Tried(() => Encoding.UTF8.GetString(store.CompareSet("a", "one"u8, "two"u8))),
            Tried(() => Encoding.UTF8.GetString(store.CompareSet("a", "one"u8, "three"u8))),
            Tried(() => $"{store.NumKeys()}"), Tried(() => $"{store.DeleteKey("a")} {store.DeleteKey("a")}"), Tried(() => $"{store.NumKeys()}"),
        ];
        var made = kind switch
        {
            "Hash" => "dist.HashStore()",
            "File" => $"dist.FileStore('{_folder}/python', 1)",
            "TCP" => "dist.TCPStore('127.0.0.1', 0, 1, True, **({'use_libuv': False} if torch.__version__ >= '2' else {}))",
            _ => "dist.PrefixStore('p', dist.HashStore())",
        };
        var expected = python.Eval("'\\n'.join(said)", $$"""
            import torch.distributed as dist
            def tried(action):
                try:
                    return action()
                except RuntimeError:
                    return "error"
            store = {{made}}
            store.set("a", "one")
            store.set("raw", "h\x00\n")
            said = [
                store.get("a").decode(), ",".join(map(str, store.get("raw"))), f"{store.add('n', 5)} {store.add('n', -2)} {store.get('n').decode()}",
                tried(lambda: store.compare_set("a", "one", "two").decode()),
                tried(lambda: store.compare_set("a", "one", "three").decode()),
                tried(lambda: str(store.num_keys())), tried(lambda: f"{store.delete_key('a')} {store.delete_key('a')}"), tried(lambda: str(store.num_keys())),
            ]
            """);
        Assert.Equal(expected.Split('\n'), said);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_is_missing_is_waited_for_as_long_as_the_timeout(string kind)
    {
        using var store = Make(kind);
        store.Timeout = TimeSpan.FromSeconds(0.3);

        // A file is there from the first key on.
        store.Set("there", "1");
        var watch = Stopwatch.StartNew();
        Assert.Throws<TorchDistTimeoutException>(() => store.Get("missing"));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.2, 60);
        Assert.Throws<TorchDistTimeoutException>(() => store.Wait(["missing"], TimeSpan.FromSeconds(0.2)));
        Assert.True(store.Check("there"));
        Assert.False(store.Check("there", "missing"));
        store.Wait(["there"]);
        Assert.Throws<ArgumentOutOfRangeException>(() => store.Timeout = TimeSpan.Zero);
    }

    [Fact]
    public async Task Another_thread_s_value_ends_the_wait()
    {
        var cancel = TestContext.Current.CancellationToken;
        using TCPStore server = new("127.0.0.1", 0, 2, isMaster: true, waitForWorkers: false);
        using TCPStore client = new(server.Host, server.Port, 2);
        var got = Task.Run(() => client.GetText("late"), cancel);
        await Task.Delay(TimeSpan.FromMilliseconds(100), cancel);
        Assert.False(got.IsCompleted);
        server.Set("late", "ä");
        Assert.Equal("ä", await got);
        using PrefixStore outer = new("one", server), inner = new("two", outer);
        inner.Set("key", "value");
        Assert.Equal("value", client.GetText("one/two/key"));
    }

    [Fact]
    public void A_disposed_store_is_not_used()
    {
        HashStore store = new();
        store.Dispose();
        store.Dispose();
        Assert.Throws<ObjectDisposedException>(() => store.Set("a", "b"));
    }

    [Fact]
    public void A_server_that_is_not_there_is_said()
    {
        var port = RankGroup.FreePort();
        Assert.ThrowsAny<TorchDistException>(() => new TCPStore("127.0.0.1", port, 2, timeout: TimeSpan.FromSeconds(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TCPStore("127.0.0.1", 70000));
    }

    private static string Tried(Func<string> action)
    {
        try
        {
            return action();
        }
        catch (TorchException)
        {
            return "error";
        }
    }

    private Store Make(string kind) => kind switch
    {
        "Hash" => new HashStore(),
        "File" => new FileStore(Path.Combine(_folder, "csharp"), 1),
        "TCP" => new TCPStore("127.0.0.1", 0, 1, isMaster: true),
        _ => new PrefixStore("p", new HashStore()),
    };
}
