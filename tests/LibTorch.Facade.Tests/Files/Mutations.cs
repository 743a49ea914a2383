using System.Buffers.Binary;

namespace LibTorch.Tests.Files;

/// <summary>Damaged copies of good files, and what reading them may do: give a value, or throw what the caller allows.</summary>
internal static class Mutations
{
    private const int InSuite = 2_000;
    private const int Full = 100_000;
    private const long Allowance = 64 << 20;

    /// <summary>How many damaged files a test reads: 100,000 with <c>LTF_FUZZ=full</c>.</summary>
    public static int Count => Environment.GetEnvironmentVariable("LTF_FUZZ") == "full" ? Full : InSuite;

    /// <summary>
    /// Reads damaged copies of the files. Any exception that is not allowed fails the test, as does one that takes more managed
    /// memory than the file's size and 64 MiB; the message has the number that makes the same copy again.
    /// </summary>
    public static void Read(IReadOnlyList<byte[]> files, Action<byte[]> read, Func<Exception, bool> isAllowed)
    {
        for (var number = 0; number < Count; number++)
        {
            var file = Damaged(files[number % files.Count], number);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(file);
            }
            catch (Exception error) when (isAllowed(error))
            {
                // As it should be.
            }
            catch (Exception error)
            {
                Assert.Fail($"Copy {number} was answered with {error}");
            }

            var taken = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(taken <= file.Length + Allowance, $"Copy {number} of {file.Length} bytes took {taken} bytes.");
        }
    }

    /// <summary>A damaged copy; the same one for the same number.</summary>
    public static byte[] Damaged(byte[] file, int number)
    {
        var random = new Random(number);
        var bytes = new List<byte>(file);
        for (var i = random.Next(1, 4); i > 0 && bytes.Count > 0; i--)
        {
            Damage(bytes, random);
        }

        return [.. bytes];
    }

    private static void Damage(List<byte> bytes, Random random)
    {
        var place = random.Next(bytes.Count);
        var length = random.Next(1, Math.Min(64, bytes.Count - place) + 1);
        switch (random.Next(9))
        {
            case 0:
                bytes[place] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[place] = (byte)random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(place, bytes.Count - place);
                break;
            case 3:
                bytes.RemoveRange(place, length);
                break;
            case 4:
                bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(place, length));
                break;
            case 5:
                bytes.InsertRange(place, Enumerable.Repeat(bytes[random.Next(bytes.Count)], random.Next(2000)));
                break;
            case 6:
                SetNumber(bytes, random, random.Next(bytes.Count));
                break;
            case 7:
                // Most of what says where things are stands at the file's ends.
                SetNumber(bytes, random, random.Next(2) == 0 ? Math.Max(0, bytes.Count - 1 - random.Next(400)) : Math.Min(bytes.Count - 1, random.Next(400)));
                break;
            default:
                var other = random.Next(bytes.Count - length + 1);
                var copy = bytes.GetRange(place, length);
                for (var i = 0; i < copy.Count; i++)
                {
                    bytes[other + i] = copy[i];
                }

                break;
        }
    }

    // Overwrites one, two, four or eight bytes with a number at an edge.
    private static void SetNumber(List<byte> bytes, Random random, int place)
    {
        long[] edges = [0, 1, -1, bytes.Count, bytes.Count - 1, bytes.Count + 1, -place, int.MaxValue, int.MinValue, long.MaxValue, long.MinValue, uint.MaxValue, 1L << 40, random.Next()];
        Span<byte> number = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(number, edges[random.Next(edges.Length)]);
        for (var i = 0; i < 1 << random.Next(4) && place + i < bytes.Count; i++)
        {
            bytes[place + i] = number[i];
        }
    }
}
