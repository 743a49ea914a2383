using System.Numerics;
using LibTorch.Optim;

namespace LibTorch.Tests.Files;

/// <summary>Values that are no tensors.</summary>
internal static class ValueRows
{
    public static IReadOnlyList<SavedRow> All { get; } =
    [
        new("[0, 1, 255, 256, 65535, 65536, 2**31 - 1, -1, -255, -2**31]", () => new List<object?> { 0, 1, 255, 256, 65535, 65536, int.MaxValue, -1, -255, int.MinValue }),
        new("[2**31, -2**31 - 1, 2**63 - 1, -2**63, 2**63, 10**40, -10**700, 255 * 2**32]", () => new List<object?>
        {
            1L << 31, (-1L << 31) - 1, long.MaxValue, long.MinValue, 1UL << 63, BigInteger.Pow(10, 40), -BigInteger.Pow(10, 700), 255L << 32,
        }),
        new("[0.0, -0.0, 1.5, float('inf'), -float('inf'), 1e-310, float(torch.tensor(0.1))]", () => new List<object?> { 0.0, -0.0, 1.5, double.PositiveInfinity, double.NegativeInfinity, 1e-310, 0.1f }),
        new("['', 'a', 'text', 'two words', 'äöü', '\\U0001f600', 'x' * 300]", () => new List<object?> { "", "a", "text", "two words", "äöü", "\U0001f600", new string('x', 300) }),
        new("[t, t, 'other', t[:3] + t[3:], t[:1], '7']", () => Text("7 shared"), "t = '7 shared'"),
        new("[None, True, False]", () => new List<object?> { null, true, false }),
        new("[b'', b'ab', b'\\x00\\xff', b2, b2]", () => Bytes(), "b2 = b'shared'"),
        new("[(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), ((), (1, ()))]", () => new List<object?>
        {
            Array.Empty<object?>(), new object?[] { 1 }, (1, 2), (1, 2, 3), new object?[] { 1, 2, 3, 4 }, new object?[] { Array.Empty<object?>(), new object?[] { 1, Array.Empty<object?>() } },
        }),
        new("[[], [[]], [1], [1, [2, [3, [4]]]]]", () => new List<object?>
        {
            new List<object?>(), new List<object?> { new List<object?>() }, new[] { 1 }, new List<object?> { 1, new List<object?> { 2, new List<object?> { 3, new List<object?> { 4 } } } },
        }),
        new("list(range(1000))", () => Enumerable.Range(0, 1000)),
        new("list(range(1001))", () => Enumerable.Range(0, 1001).ToArray()),
        new("{i: i for i in range(1000)}", () => Enumerable.Range(0, 1000).ToDictionary(i => i)),
        new("{i: i for i in range(1001)}", () => Enumerable.Range(0, 1001).ToDictionary(i => i)),
        new("{i: i for i in range(2000)}", () => Enumerable.Range(0, 2000).ToDictionary(i => i)),
        new("OrderedDict((i, i) for i in range(1000))", () => Ordered(1000), "from collections import OrderedDict"),
        new("OrderedDict((i, i) for i in range(1001))", () => Ordered(1001), "from collections import OrderedDict"),
        new("OrderedDict()", () => new OrderedDict(), "from collections import OrderedDict"),
        new("o", () => WithAttributes(), "from collections import OrderedDict\no = OrderedDict(key=1)\no.note = 'text'\no.number = 2"),
        new("{}", () => new StateDictionary()),
        new("{'one': 1}", () => new StateDictionary { ["one"] = 1 }),
        new("{'one': 1, 2: 'two', 3.5: None, (4, 5): [], True: b'x'}", () => new OrderedDictionary<object, object?>
        {
            ["one"] = 1, [2L] = "two", [3.5] = null, [new object?[] { 4, 5 }] = new List<object?>(), [true] = "x"u8.ToArray(),
        }),
        new("{str(i): i for i in range(12, 40)}", () => Enumerable.Range(12, 28).ToDictionary(i => i.ToString(null, null), i => (object?)i)),
        new("[s, s, [s]]", () => SharedList(), "s = [1]"),
        new("r", () => Recursive(), "r = [1]\nr.append(r)\nr.append({'again': r})"),
        new("t", () => RecursiveTuple(1), "l = []\nt = (l,)\nl.append(t)"),
        new("t", () => RecursiveTuple(4), "l = []\nt = (l, 1, 2, 3)\nl.append(t)"),
        new("{7}", () => new HashSet<long> { 7 }),
        new("set()", () => new HashSet<object?>()),
        new("{1, 2, 3}", () => new HashSet<int> { 1, 2, 3 }),
        new("[1 + 2j, complex(0, -1.5)]", () => new List<object?> { new Complex(1, 2), new Complex(0, -1.5) }),
        new("[torch.Size([]), torch.Size([2]), torch.Size([2, 3]), torch.Size([2, 3, 4, 5]), s, s]", () => Sizes(), "s = torch.Size([7, 70000])"),
        new("[torch.float32, torch.bfloat16, torch.bool, torch.quint8, torch.float32]", () => new List<object?> { DType.Float32, DType.BFloat16, DType.Bool, DType.QUInt8, DType.Float32 }),
        new("[torch.device('cpu'), torch.device('cuda', 1), torch.device('meta')]", () => new List<object?> { Device.Cpu, new Device(DeviceType.Cuda, 1), Device.Meta }),
        new("[torch.strided, torch.sparse_coo, torch.sparse_csr, torch.strided]", () => new List<object?> { Layout.Strided, Layout.Sparse, Layout.SparseCsr, Layout.Strided }),
        new("[torch.per_tensor_affine, torch.per_channel_symmetric]", () => new List<object?> { QScheme.PerTensorAffine, QScheme.PerChannelSymmetric }),
        new("Counter([3, 3, 50])", () => new Counter([3, 3, 50]), "from collections import Counter"),
        new("'a text alone'", () => "a text alone"),
        new("None", () => null),
    ];

    private static List<object?> Text(string shared)
    {
        // Made anew, so that it is another object; but of one letter there is one object.
        var other = new string(shared.AsSpan());
        return [shared, shared, "other", other, shared[..1], "7"];
    }

    private static List<object?> Bytes()
    {
        var shared = "shared"u8.ToArray();
        return [Array.Empty<byte>(), "ab"u8.ToArray(), new byte[] { 0, 255 }, shared, shared];
    }

    private static OrderedDict Ordered(int count)
    {
        OrderedDict dictionary = [];
        for (var i = 0; i < count; i++)
        {
            dictionary[i] = i;
        }

        return dictionary;
    }

    private static OrderedDict WithAttributes() => new() { ["key"] = 1, Attributes = { ["note"] = "text", ["number"] = 2 } };

    private static List<object?> SharedList()
    {
        var shared = new List<object?> { 1 };
        return [shared, shared, new List<object?> { shared }];
    }

    private static List<object?> Recursive()
    {
        var list = new List<object?> { 1 };
        list.Add(list);
        list.Add(new StateDictionary { ["again"] = list });
        return list;
    }

    private static object?[] RecursiveTuple(int count)
    {
        var list = new List<object?>();
        object?[] tuple = [list, .. Enumerable.Range(1, count - 1)];
        list.Add(tuple);
        return tuple;
    }

    private static List<object?> Sizes()
    {
        object shared = Size.Create([7, 70000]);
        return [Size.Create([]), Size.Create([2]), Size.Create([2, 3]), Size.Create([2, 3, 4, 5]), shared, shared];
    }
}
