using System.Text;
using LibTorch.Files;

namespace LibTorch.Tests.Files;

/// <summary>Files that say they are safetensors, and are not.</summary>
public sealed class SafeTensorsHostileTests : IDisposable
{
    private const string A = """ "a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]} """;

    private readonly FolderOfFiles _folder = new();

    public static TheoryData<string, int, string> BrokenHeaders => new()
    {
        { "[]", 0, "begin with '{'" },
        { " {}", 0, "begin with '{'" },
        { "{", 0, "no safetensors file" },
        { "{}x", 0, "no safetensors file" },
        { "{} {}", 0, "no safetensors file" },
        { "{}\0", 0, "no safetensors file" },
        { "{" + A + "}", 7, "8 bytes" },
        { "{" + A + "}", 9, "8 bytes" },
        { "{}", 1, "0 bytes" },
        { "{" + A + "," + A + "}", 16, "overlaps" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "overlaps" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[12,16]}}""", 16, "hole" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "hole" },
        { """{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}""", 0, "two tensors named 'a'" },
        { """{"__metadata__":{"x":"1","x":"2"}}""", 0, "two entries named 'x'" },
        { """{"__metadata__":{},"__metadata__":{}}""", 0, "two entries" },
        { """{"__metadata__":{"x":1}}""", 0, "'x'" },
        { """{"__metadata__":[]}""", 0, "'__metadata__'" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8, "before it begins" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "64 bits" },
        { """{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8, "whole numbers" },
        { """{"a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}""", 8, "whole numbers" },
        { """{"a":{"dtype":"F32","shape":["2"],"data_offsets":[0,8]}}""", 8, "whole numbers" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", 8, "whole numbers" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""", 8, "two data_offsets" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8,8]}}""", 8, "more than 2" },
        { """{"a":{"dtype":"F32","shape":[2]}}""", 8, "two data_offsets" },
        { """{"a":{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "two of 'dtype'" },
        { """{"a":{"dtype":"F33","shape":[2],"data_offsets":[0,8]}}""", 8, "'F33'" },
        { """{"a":{"dtype":5,"shape":[2],"data_offsets":[0,8]}}""", 8, "dtype" },
        { """{"a":[]}""", 0, "tensor 'a'" },
        { """{"a":{"dtype":"U8","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", 0, "too large" },
        { """{"a":{"dtype":"U8","shape":[9223372036854775807,9223372036854775807,0],"data_offsets":[0,0]}}""", 0, "too large" },
        { """{"a":{"dtype":"F64","shape":[9223372036854775807],"data_offsets":[0,9223372036854775807]}}""", 0, "too large" },
        { """{"a":{"dtype":"U8","shape":[9223372036854775807],"data_offsets":[0,9223372036854775807]}}""", 0, "9223372036854775807 bytes" },
        { """{"a":{"dtype":"F4","shape":[3],"data_offsets":[0,2]}}""", 2, "12 bits" },
        { "{\"a\":" + new string('[', 200) + new string(']', 200) + "}", 0, "no safetensors file" },
        { """{"\ud800":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}""", 0, "no safetensors file" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(BrokenHeaders))]
    public void A_broken_header_says_what_is_wrong(string json, int data, string message) => Refused(SafeTensorsTests.Bytes(json, new byte[data]), message);

    [Fact]
    public void What_is_no_header_at_all_says_so()
    {
        Refused([], "cut short");
        Refused([1, 2, 3], "cut short");
        Refused([8, 0, 0, 0, 0, 0, 0, 0, 1], "cut short");
        Refused([.. BitConverter.GetBytes(100_000_001L), .. new byte[100]], "100000000");
        Refused([.. Enumerable.Repeat((byte)0xff, 100)], "18446744073709551615");
        byte[] bytes = SafeTensorsTests.Bytes("{\"x\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0],\"more\":\"?\"}}");
        bytes[Array.IndexOf(bytes, (byte)'?')] = 0xff;
        Refused(bytes, "UTF-8");
        bytes[Array.IndexOf(bytes, (byte)0xff)] = (byte)'?';
        Assert.Equal(["x"], SafeTensors.Load(bytes).Keys);
    }

    [Fact]
    public void Types_that_this_libtorch_has_not_are_named()
    {
        var bytes = SafeTensorsTests.Bytes("""{"a":{"dtype":"F6_E2M3","shape":[4],"data_offsets":[0,3]},"b":{"dtype":"U8","shape":[1],"data_offsets":[3,4]}}""", new byte[4]);
        Assert.Contains("F6_E2M3", Assert.Throws<NotSupportedException>(() => SafeTensors.Load(bytes)).Message, StringComparison.Ordinal);
        using var file = SafeTensors.SafeOpen(_folder.With("f6", bytes));
        Assert.Throws<NotSupportedException>(() => file["a"]);
        Assert.Equal((4L, null, "F6_E2M3"), (file.GetInfo("a").Shape[0], file.GetInfo("a").DType, file.GetInfo("a").TypeName));
        Assert.Equal([0L], file["b"].ToArray<long>());
        foreach (var (name, since) in new[] { ("U16", (2, 3)), ("F8_E4M3", (2, 1)), ("F8_E8M0", (2, 7)) })
        {
            var size = name == "U16" ? 2 : 1;
            var one = SafeTensorsTests.Bytes($"{{\"a\":{{\"dtype\":\"{name}\",\"shape\":[],\"data_offsets\":[0,{size}]}}}}", new byte[size]);
            if (LibTorch.Interop.LibraryCalls.IsAtLeast(since.Item1, since.Item2))
            {
                Assert.Equal("torch.Size([])", SafeTensors.Load(one)["a"].Shape.ToString());
            }
            else
            {
                Assert.Contains($"libtorch {since.Item1}.{since.Item2}", Assert.Throws<NotSupportedException>(() => SafeTensors.Load(one)).Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_file_that_was_shortened_is_refused_before_it_is_read()
    {
        var path = _folder["short"];
        SafeTensors.SaveFile([KeyValuePair.Create("a", Torch.Ones(100_000))], path);
        using var file = SafeTensors.SafeOpen(path);
        using (var writer = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            writer.SetLength(1000);
        }

        Assert.Contains("shorter", Assert.Throws<TorchFileException>(() => file["a"]).Message, StringComparison.Ordinal);
        Assert.Throws<TorchFileException>(() => file.Read("a"));
        Assert.Throws<TorchFileException>(() => file.GetSlice("a")[0]);
    }

    [Fact]
    public void A_stream_that_promises_much_takes_no_memory_for_it()
    {
        // 4 GiB that never come.
        var bytes = SafeTensorsTests.Bytes("""{"a":{"dtype":"U8","shape":[4294967296],"data_offsets":[0,4294967296]}}""", new byte[100]);
        Assert.Throws<TorchFileException>(() => SafeTensors.Load(bytes));
        Refused(bytes, "4294967296");
        byte[] longHeader = [.. BitConverter.GetBytes(90_000_000L), .. Encoding.ASCII.GetBytes("{}")];
        Assert.Throws<TorchFileException>(() => SafeTensors.Load(new ForwardStream(new MemoryStream(longHeader))));
    }

    [Fact]
    public void A_header_of_nothing_but_entries_takes_no_more_than_it_may()
    {
        // 45 MB that would become 200.
        var json = new StringBuilder("{");
        for (var i = 0; i < 800_000; i++)
        {
            json.Append(i == 0 ? "" : ",").Append('"').Append(i).Append("\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}");
        }

        Refused(SafeTensorsTests.Bytes(json.Append('}').ToString()), "64 MiB");
    }

    [Fact]
    public void Names_are_ordered_by_their_bytes()
    {
        string[] names = ["b", "a", "", "ab", "\uE000", "\U0001F525", "\uFFFD", "é"];
        Assert.Equal(names.OrderBy(name => Convert.ToHexString(Encoding.UTF8.GetBytes(name)), StringComparer.Ordinal), names.Order(Utf8Comparer.Instance));
    }

    private void Refused(byte[] bytes, string message)
    {
        var path = _folder.With("broken", bytes);
        Assert.Contains(message, Assert.Throws<TorchFileException>(() => SafeTensors.SafeOpen(path)).Message, StringComparison.Ordinal);
        Assert.Throws<TorchFileException>(() => SafeTensors.LoadFile(path));

        // Where nobody knows how long a stream is, what it promises may be more than the machine has.
        Assert.True(Record.Exception(() => SafeTensors.Load(new ForwardStream(new MemoryStream(bytes)))) is TorchFileException or TorchOutOfMemoryException);
    }
}
