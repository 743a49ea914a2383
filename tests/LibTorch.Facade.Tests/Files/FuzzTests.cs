using System.Text.RegularExpressions;
using LibTorch.Interop;

namespace LibTorch.Tests.Files;

/// <summary>Mutated files of each format are refused by a typed exception, or read, within the file's own bounds.</summary>
public sealed partial class FuzzTests : IDisposable
{
    private readonly FolderOfFiles _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Safetensors()
    {
        byte[][] files =
        [
            SafeTensors.Save([]),
            SafeTensors.Save([KeyValuePair.Create("w", Torch.Rand(3, 4)), KeyValuePair.Create("b", Torch.Arange(3)), KeyValuePair.Create("e", Torch.Zeros(0, 2))], new Dictionary<string, string> { ["format"] = "pt" }),
            SafeTensors.Save(Enumerable.Range(0, 20).Select(i => KeyValuePair.Create($"layers.{i}.weight", Torch.Ones([2, 2], dtype: i % 2 == 0 ? DType.Float16 : DType.Bool)))),
        ];
        Try(files, ReadStream, typeof(TorchFileException), typeof(NotSupportedException));
        Try(files, ReadForward, typeof(TorchFileException), typeof(NotSupportedException), typeof(TorchOutOfMemoryException));
        Try(files, ReadMapped, typeof(TorchFileException), typeof(NotSupportedException));

        void ReadStream(byte[] file) => Use(SafeTensors.Load(file).Values, file);

        void ReadForward(byte[] file) => Use(SafeTensors.Load(new ForwardStream(new MemoryStream(file))).Values, file);

        void ReadMapped(byte[] file)
        {
            using var opened = SafeTensors.SafeOpen(_folder.With("file", file));
            Use(opened.Values, file);
        }
    }

    [Fact]
    public void Npy()
    {
        byte[][] files = [Npy(Torch.Rand(3, 4)), Npy(Torch.Arange(5)), Npy(Torch.Tensor(true)), Npy(Torch.Rand(2, 3).T), Npy(Torch.Zeros([0, 2], dtype: DType.Complex64))];
        Try(files, file => Use([NumPy.Load(new MemoryStream(file))], file), typeof(TorchFileException), typeof(NotSupportedException));
        Try(files, file => Use([NumPy.Load(_folder.With("file", file), mmap: true)], file), typeof(TorchFileException), typeof(NotSupportedException));

        static byte[] Npy(Tensor tensor)
        {
            using var stream = new MemoryStream();
            NumPy.Save(stream, tensor);
            return stream.ToArray();
        }
    }

    [Fact]
    public void Npz()
    {
        Dictionary<string, Tensor> tensors = new() { ["w"] = Torch.Rand(3, 4), ["b"] = Torch.Arange(300), ["e"] = Torch.Zeros(0, 2) };
        byte[][] files = [Npz([], false), Npz(tensors, false), Npz(tensors, true)];
        Try(files, Read, typeof(TorchFileException), typeof(NotSupportedException));

        void Read(byte[] file)
        {
            using var npz = NumPy.LoadNpz(new MemoryStream(file));
            Use(npz.Values, file, unpacked: 1032);
        }

        static byte[] Npz(Dictionary<string, Tensor> tensors, bool compress)
        {
            using var stream = new MemoryStream();
            NumPy.Savez(stream, tensors, compress);
            return stream.ToArray();
        }
    }

    // Reads every byte, so that one that does not belong to the file is seen.
    private static void Use(IEnumerable<Tensor> tensors, byte[] file, int unpacked = 1)
    {
        long bytes = 0;
        foreach (var tensor in tensors)
        {
            using (tensor)
            using (var plain = tensor.Plain(tensor.DType))
            {
                bytes += TensorCalls.Elements<byte>(plain).ToArray().Length;
            }
        }

        Assert.True(bytes <= (long)file.Length * unpacked, $"{bytes} bytes of a file of {file.Length}");
    }

    // Every third one is whole but for a number in its text.
    private static void Try(byte[][] files, Action<byte[]> read, params Type[] allowed)
    {
        var (number, refused) = (0, 0);
        Mutations.Read(files, Read, error => allowed.Contains(error.GetType()));
        Assert.True(refused > Mutations.Count / 4 && refused < Mutations.Count, $"{refused} of {Mutations.Count} files were refused");

        void Read(byte[] damaged)
        {
            var file = number % 3 == 0 ? WithOtherNumber(files[number / 3 % files.Length], new Random(number)) : damaged;
            number++;
            try
            {
                read(file);
            }
            catch
            {
                refused++;
                throw;
            }
        }
    }

    private static byte[] WithOtherNumber(byte[] file, Random random)
    {
        string[] others = ["0", "1", "-1", "7", "8", "255", "65536", "2147483648", "4294967296", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "1e3", "1.0", ""];
        var text = System.Text.Encoding.Latin1.GetString(file);
        var numbers = Number().Matches(text);
        if (numbers.Count == 0)
        {
            return file;
        }

        var number = numbers[random.Next(numbers.Count)];
        return System.Text.Encoding.Latin1.GetBytes(text[..number.Index] + others[random.Next(others.Length)] + text[(number.Index + number.Length)..]);
    }

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();
}
