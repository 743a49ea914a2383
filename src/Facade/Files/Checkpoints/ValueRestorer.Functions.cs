using System.Numerics;
using System.Text;
using LibTorch.Files.Pickling;
using LibTorch.NN;
using LibTorch.Optim;

namespace LibTorch.Files.Checkpoints;

/// <content>The functions that a file may call, by Python's names, for values other than tensors.</content>
internal sealed partial class ValueRestorer
{
    private const string OrderedDictName = "collections.OrderedDict";

    private static readonly Dictionary<string, Func<ValueRestorer, PickledCall, object?>> _functions = new(StringComparer.Ordinal)
    {
        [OrderedDictName] = (restorer, call) => restorer.Ordered(call),
        ["collections.Counter"] = (restorer, call) => Counted(restorer.Only<PickledDict>(call)),
        ["builtins.set"] = (restorer, call) => restorer.SetOf(call),
        ["builtins.bytes"] = (_, _) => Array.Empty<byte>(),
        ["builtins.bytearray"] = (restorer, call) => call.Arguments is [] ? [] : restorer.Only<byte[]>(call),
        ["builtins.complex"] = (_, call) => call.Arguments is [double real, double imaginary] ? new Complex(real, imaginary) : throw Wrong(call),
        ["_codecs.encode"] = (_, call) => call.Arguments is [string text, ..] ? Encoded(text) : throw Wrong(call),
        ["torch.Size"] = (restorer, call) => Size.Create(Longs(restorer.Only<object>(call), call)),
        ["torch.device"] = (_, call) => DeviceOf(call),
        ["torch.serialization._get_layout"] = (_, call) => LayoutOf(call),
    };

    // An OrderedDict becomes a StateDict if it has only tensors with string keys, as most of a checkpoint does; otherwise an OrderedDict.
    private object Ordered(PickledCall call)
    {
        if (call.Arguments.Length > 0)
        {
            throw Wrong(call);
        }

        if (call.Entries.Count + (call.State is null ? 0 : 1) > 0 && Keys(call.Entries).All(key => key is string) && Values(call.Entries).All(IsTensor) && Versions(call.State) is { } versions)
        {
            var state = new StateDict();
            Fill(call.Entries, (key, value) => state[(string)key] = (Tensor)value!);
            foreach (var (name, version) in versions)
            {
                state.Versions[name] = version;
            }

            return state;
        }

        var dictionary = new OrderedDict();
        _made.Add(call, dictionary);
        Fill(call.Entries, (key, value) => dictionary[key] = value);
        if (call.State is not null)
        {
            foreach (var (name, value) in Restore(call.State) as StateDictionary ?? throw Wrong(call))
            {
                dictionary.Attributes[name] = value;
            }
        }

        return dictionary;
    }

    private static IEnumerable<object?> Values(List<object?> entries) => entries.Where((_, i) => i % 2 == 1);

    private static bool IsTensor(object? value) => value is PickledCall { Function.FullName: var name } && _tensors.ContainsKey(name);

    // The version numbers of the modules' state (_metadata), if the OrderedDict has no other attributes; null otherwise.
    private static List<(string Name, int Version)>? Versions(object? state)
    {
        if (state is null)
        {
            return [];
        }

        if (state is not PickledDict { Entries: ["_metadata", PickledCall { Function.FullName: OrderedDictName, Entries: var modules, State: null }] })
        {
            return null;
        }

        var versions = new List<(string, int)>();
        for (var i = 0; i < modules.Count; i += 2)
        {
            if (modules[i] is not string name || modules[i + 1] is not PickledDict { Entries: ["version", long version] } || (int)version != version)
            {
                return null;
            }

            versions.Add((name, (int)version));
        }

        return versions;
    }

    private static Counter Counted(PickledDict dictionary)
    {
        var counter = new Counter([]);
        for (var i = 0; i < dictionary.Entries.Count; i += 2)
        {
            counter[dictionary.Entries[i] is long key ? key : throw NotANumber()] = dictionary.Entries[i + 1] is long count ? count : throw NotANumber();
        }

        return counter;
    }

    private HashSet<object?> SetOf(PickledCall call)
    {
        var items = new PickledSet();
        items.Items.AddRange(call.Arguments is [] ? [] : Only<List<object?>>(call));
        return Set(items);
    }

    private static byte[] Encoded(string text) =>
        text.All(letter => letter <= byte.MaxValue) ? Encoding.Latin1.GetBytes(text) : throw new TorchFileException("The file has bytes that are larger than 255.");

    private static Device DeviceOf(PickledCall call)
    {
        var text = call.Arguments switch
        {
            [string type] => type,
            [string type, long index] => $"{type}:{index}",
            _ => throw Wrong(call),
        };
        try
        {
            return Device.Parse(text);
        }
        catch (TorchException error)
        {
            throw new TorchFileException($"The file has a device '{text}', which does not exist.", error);
        }
    }

    private static Layout LayoutOf(PickledCall call) =>
        call.Arguments is [string text] && Enum.GetValues<Layout>().Where(layout => layout.TorchName() == text).ToList() is [var found] ? found : throw Wrong(call);

    private T Only<T>(PickledCall call)
        where T : class
    {
        var argument = call.Arguments is [var only] ? only : throw Wrong(call);
        return (argument as T) ?? Restore(argument) as T ?? throw Wrong(call);
    }

    private static TorchFileException NotANumber() => new("The file counts something else than numbers.");

    private static TorchFileException Wrong(PickledCall call) => new($"The file calls {call.Function.FullName} with arguments that do not belong to it.");
}
