using System.Collections;
using LibTorch.NN;
using LibTorch.Optim;

namespace LibTorch.Files.Pickling;

/// <content>Lists, tuples, dictionaries and sets, in batches as Python writes them.</content>
internal sealed partial class Pickler
{
    // Python's C pickler writes real lists and dicts slightly differently from other objects that behave like them.
    private enum Source
    {
        List,
        Dict,
        Other,
    }

    private void SaveTuple(object tuple, int count, Func<int, object?> item)
    {
        if (count == 0)
        {
            // Python has a single empty tuple, which it does not memoize.
            writer.Operation(Opcode.EmptyTuple);
            return;
        }

        var isShort = count <= 3;
        if (!isShort)
        {
            writer.Operation(Opcode.Mark);
        }

        for (var i = 0; i < count; i++)
        {
            Save(item(i));
        }

        // The tuple may contain a list that contains the tuple. Then the tuple was written with that list: drop the items and refer to it.
        if (writer.Contains(tuple))
        {
            for (var i = 0; i < (isShort ? count : 1); i++)
            {
                writer.Operation(isShort ? Opcode.Pop : Opcode.PopMark);
            }

            writer.Get(tuple);
            return;
        }

        writer.EndTuple(count);
        writer.Put(tuple);
    }

    private void SaveList(IEnumerable list)
    {
        writer.Operation(Opcode.EmptyList);
        writer.Put(list);
        SaveBatches([.. list.Cast<object?>()], Save, Opcode.Append, Opcode.Appends, Source.List);
    }

    private void SaveDictionary(object dictionary, IEnumerable<(object Key, object? Value)> entries)
    {
        writer.Operation(Opcode.EmptyDict);
        writer.Put(dictionary);
        SaveEntries(entries, Source.Dict);
    }

    private void SaveOrderedDict(OrderedDict dictionary)
    {
        writer.OrderedDict();
        writer.Put(dictionary);
        SaveEntries(DictionaryEntries.Of(dictionary), Source.Other);
        if (dictionary.Attributes.Count > 0)
        {
            writer.Operation(Opcode.EmptyDict);
            writer.Put();
            SaveEntries(DictionaryEntries.Of(dictionary.Attributes), Source.Dict);
            writer.Operation(Opcode.Build);
        }
    }

    private void SaveStateDict(StateDict state)
    {
        writer.OrderedDict();
        writer.Put(state);
        SaveEntries(state.Select(entry => ((object)entry.Key, (object?)entry.Value)), Source.Other);
        if (state.Versions.Count == 0)
        {
            return;
        }

        writer.Operation(Opcode.EmptyDict);
        writer.Put();
        SaveText("_metadata");
        writer.OrderedDict();
        writer.Put();
        SaveBatches([.. state.Versions], SaveVersion, Opcode.SetItem, Opcode.SetItems, Source.Other);
        writer.Operation(Opcode.SetItem);
        writer.Operation(Opcode.Build);
    }

    // A module's path and version. Python gets the path by slicing a longer string, so it is always a new string object, except for strings
    // of up to one letter, which exist only once.
    private void SaveVersion(KeyValuePair<string, int> version)
    {
        if (version.Key.Length <= 1)
        {
            SaveText(version.Key);
        }
        else
        {
            writer.Text(version.Key);
            writer.Put();
        }

        writer.Operation(Opcode.EmptyDict);
        writer.Put();
        SaveText("version");
        writer.Integer(version.Value);
        writer.Operation(Opcode.SetItem);
    }

    private void SaveCounter(Counter counter)
    {
        writer.Global("collections", "Counter");
        writer.Operation(Opcode.EmptyDict);
        writer.Put();
        SaveEntries(counter.Select(entry => ((object)entry.Key, (object?)entry.Value)), Source.Dict);
        writer.EndCall(1);
        writer.Put(counter);
    }

    private void SaveSet(IEnumerable set)
    {
        writer.Global("__builtin__", "set");
        writer.Operation(Opcode.EmptyList);
        writer.Put();
        SaveBatches([.. set.Cast<object?>()], Save, Opcode.Append, Opcode.Appends, Source.List);
        writer.EndCall(1);
        writer.Put(set);
    }

    private void SaveEntries(IEnumerable<(object Key, object? Value)> entries, Source source) =>
        SaveBatches([.. entries], SaveEntry, Opcode.SetItem, Opcode.SetItems, source);

    private void SaveEntry((object Key, object? Value) entry)
    {
        Save(entry.Key);
        Save(entry.Value);
    }

    // The items were copied into a list first, so items that another thread adds meanwhile do not disturb this.
    private void SaveBatches<T>(List<T> items, Action<T> save, byte single, byte several, Source source)
    {
        for (var done = 0; done < items.Count; done += Batch)
        {
            var count = Math.Min(Batch, items.Count - done);
            if (count == 1 && (source == Source.Other || items.Count == 1))
            {
                save(items[done]);
                writer.Operation(single);
                continue;
            }

            writer.Operation(Opcode.Mark);
            for (var i = done; i < done + count; i++)
            {
                save(items[i]);
            }

            writer.Operation(several);
        }

        // After a full last batch of a dict, Python starts another batch before it notices that nothing is left, and so writes an empty
        // one.
        if (source == Source.Dict && items.Count > 0 && items.Count % Batch == 0)
        {
            writer.Operation(Opcode.Mark);
            writer.Operation(several);
        }
    }
}
