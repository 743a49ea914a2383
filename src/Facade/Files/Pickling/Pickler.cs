using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using LibTorch.Files.Checkpoints;
using LibTorch.NN;
using LibTorch.Optim;

namespace LibTorch.Files.Pickling;

/// <summary>
/// Writes values as Python's pickler does: with the same opcodes, and with references to objects that were written before.
/// </summary>
/// <remarks>
/// Like Python, this compares objects by reference, not by value: two equal lists are written twice, as are two equal strings, unless they
/// are the same object. Strings of up to one letter exist only once in Python, so they are compared by value.
/// </remarks>
internal sealed partial class Pickler(PickleWriter writer, TensorPickler tensors)
{
    private const int Batch = 1000;
    private const int MaxDepth = 1000;
    private int _depth;

    /// <summary>The pickle of one value.</summary>
    /// <exception cref="ArgumentException">
    /// The value, or a part of it, has a type without a Python counterpart, or is nested too deeply.
    /// </exception>
    public static ReadOnlyMemory<byte> Pickle(object? value, SavedStorages storages)
    {
        var writer = new PickleWriter();
        new Pickler(writer, new TensorPickler(writer, storages)).Save(value);
        writer.Operation(Opcode.Stop);
        return writer.Written;
    }

    private void Save(object? value)
    {
        switch (value)
        {
            case null:
                writer.Operation(Opcode.None);
                break;
            case bool flag:
                writer.Boolean(flag);
                break;
            case int or long or short or sbyte or byte or ushort or uint:
                writer.Integer(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case ulong number:
                writer.Integer(number);
                break;
            case BigInteger number:
                writer.Integer(number);
                break;
            case double number:
                writer.Float(number);
                break;
            case float number:
                writer.Float(number);
                break;
            case Half number:
                writer.Float((double)number);
                break;
            case Scalar number:
                Save(Number(number));
                break;
            case string text:
                SaveText(text);
                break;
            case Tensor tensor:
                tensors.Save(tensor);
                break;
            case Storage storage:
                tensors.Save(storage);
                break;
            case DType dtype:
                writer.Global("torch", StorageTypes.NameOf(dtype));
                break;
            case Layout layout:
                tensors.Save(layout);
                break;
            default:
                SaveObject(value);
                break;
        }
    }

    private static object Number(Scalar number) => number.Kind switch
    {
        ScalarKind.Bool => number.ToBoolean(),
        ScalarKind.Int => number.ToInt64(),
        ScalarKind.Complex => number.ToComplex(),
        _ => number.ToDouble(),
    };

    private void SaveText(string text)
    {
        if (text.Length > 1)
        {
            writer.SharedText(text);
        }
        else if (!writer.GetValue(text))
        {
            writer.Text(text);
            writer.PutValue(text);
        }
    }

    private void SaveObject(object value)
    {
        if (writer.Get(value))
        {
            return;
        }

        if (++_depth > MaxDepth)
        {
            throw new ArgumentException($"The value to save contains itself, or is nested more than {MaxDepth} levels deep.");
        }

        switch (value)
        {
            case object?[] tuple when tuple.GetType() == typeof(object[]):
                SaveTuple(tuple, tuple.Length, i => tuple[i]);
                break;
            case StateDict state:
                SaveStateDict(state);
                break;
            case OrderedDict dictionary:
                SaveOrderedDict(dictionary);
                break;
            case Counter counter:
                SaveCounter(counter);
                break;
            case IDictionary dictionary:
                SaveDictionary(dictionary, DictionaryEntries.Of(dictionary));
                break;
            case IReadOnlyCollection<KeyValuePair<string, object?>> dictionary:
                SaveDictionary(dictionary, dictionary.Select(entry => ((object)entry.Key, entry.Value)));
                break;
            case Size:
                SaveSize(value);
                break;
            case byte[] bytes:
                SaveBytes(bytes);
                break;
            case Device:
                SaveDevice(value);
                break;
            case Complex:
                SaveComplex(value);
                break;
            case ITuple tuple:
                SaveTuple(tuple, tuple.Length, i => tuple[i]);
                break;
            case QScheme scheme:
                writer.Global("torch", StorageTypes.NameOf(scheme));
                break;
            case IReadOnlySet<object?> or IReadOnlySet<string> or IReadOnlySet<long> or IReadOnlySet<int> or IReadOnlySet<double>:
                SaveSet((IEnumerable)value);
                break;
            case Module:
                throw new ArgumentException("A module cannot be saved, because its class exists in C# only. Save its StateDict().");
            case IEnumerable list and not Delegate:
                SaveList(list);
                break;
            default:
                throw new ArgumentException($"A {value.GetType()} cannot be saved: Python's weights_only loads numbers, texts, lists, dictionaries and tensors, but no classes.");
        }

        _depth--;
    }
}
