using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace LibTorch;

/// <summary>The extent of each dimension; <c>torch.Size</c>.</summary>
[JsonConverter(typeof(SizeJsonConverter))]
[CollectionBuilder(typeof(Size), nameof(Create))]
[TypeFormatterSource(typeof(NotebookText), PreferredMimeTypes = [NotebookFormatter.PlainText])]
public readonly struct Size : IReadOnlyList<long>, IEquatable<Size>
{
    private readonly long[]? _extents;

    private Size(long[] extents) => _extents = extents;

    /// <summary>The number of dimensions.</summary>
    public int Count => Extents.Length;

    /// <summary>The number of elements of a tensor of this size.</summary>
    public long Elements
    {
        get
        {
            var product = 1L;
            foreach (var extent in Extents)
            {
                product = checked(product * extent);
            }

            return product;
        }
    }

    private long[] Extents => _extents ?? [];

    /// <summary>The extent of a dimension; negative ones count from the last.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such dimension.</exception>
    public long this[int dimension] => Extents[dimension < 0 ? dimension + Count : dimension];

    /// <summary>One dimension of this extent.</summary>
    public static implicit operator Size(long extent) => new([extent]);

    /// <summary>The extents as a span.</summary>
    public static implicit operator ReadOnlySpan<long>(Size size) => size.Extents;

    /// <summary>Compares the extents.</summary>
    public static bool operator ==(Size left, Size right) => left.Equals(right);

    /// <summary>Compares the extents.</summary>
    public static bool operator !=(Size left, Size right) => !left.Equals(right);

    /// <summary>Makes a size of these extents.</summary>
    public static Size Create(ReadOnlySpan<long> extents) => new(extents.ToArray());

    /// <summary>Wraps the array without copying it; the caller must not use the array any more.</summary>
    internal static Size Own(long[] extents) => new(extents);

    /// <summary>A range of the extents; the compiler calls this for <c>shape[..1]</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range exceeds the number of dimensions.</exception>
    public Size Slice(int start, int length) => new(Extents.AsSpan(start, length).ToArray());

    /// <summary>The extents of two dimensions, for <c>var (batch, features) = x.Shape</c>.</summary>
    /// <exception cref="TorchValueException">The number of dimensions is another.</exception>
    public void Deconstruct(out long first, out long second)
    {
        var extents = Unpacked(2);
        (first, second) = (extents[0], extents[1]);
    }

    /// <summary>The extents of three dimensions.</summary>
    /// <exception cref="TorchValueException">The number of dimensions is another.</exception>
    public void Deconstruct(out long first, out long second, out long third)
    {
        var extents = Unpacked(3);
        (first, second, third) = (extents[0], extents[1], extents[2]);
    }

    /// <summary>The extents of four dimensions.</summary>
    /// <exception cref="TorchValueException">The number of dimensions is another.</exception>
    public void Deconstruct(out long first, out long second, out long third, out long fourth)
    {
        var extents = Unpacked(4);
        (first, second, third, fourth) = (extents[0], extents[1], extents[2], extents[3]);
    }

    /// <summary>The extents of five dimensions.</summary>
    /// <exception cref="TorchValueException">The number of dimensions is another.</exception>
    public void Deconstruct(out long first, out long second, out long third, out long fourth, out long fifth)
    {
        var extents = Unpacked(5);
        (first, second, third, fourth, fifth) = (extents[0], extents[1], extents[2], extents[3], extents[4]);
    }

    /// <inheritdoc/>
    public IEnumerator<long> GetEnumerator() => ((IEnumerable<long>)Extents).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(Size other) => Extents.AsSpan().SequenceEqual(other.Extents);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Size other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var extent in Extents)
        {
            hash.Add(extent);
        }

        return hash.ToHashCode();
    }

    /// <summary>PyTorch's text: <c>torch.Size([2, 3])</c>.</summary>
    public override string ToString() => $"torch.Size([{string.Join(", ", Extents)}])";

    // Throws Python's message if the number of extents is not the number of variables.
    private long[] Unpacked(int expected) => Count == expected ? Extents
        : throw new TorchValueException($"{(Count < expected ? "not enough" : "too many")} values to unpack (expected {expected}, got {Count})");
}
