#pragma warning disable xUnit1051 // These files are read and written at once: there is nothing to give up.
namespace LibTorch.Tests.Files;

/// <summary>Damaged copies of all kinds of files: a value or a <see cref="TorchFileException"/>, and nothing else.</summary>
public sealed class FileFuzzTests(PythonSession python)
{
    private const string Value = """
        {'net': nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2)).state_dict(), 'x': [x, x[1:]], 'p': nn.Parameter(torch.ones(2)), 's': torch.eye(2).to_sparse(),
         'r': torch.eye(2).to_sparse_csr(), 'q': torch.quantize_per_tensor(torch.ones(2), 0.1, 1, torch.qint8), 'm': torch.ones(2, device='meta'),
         'c': torch.quantize_per_channel(torch.ones(2, 2), torch.ones(2), torch.zeros(2), 0, torch.quint8), 'n': [1, 2.5, 10**30, 'text', b'bytes', None, True, {1, 2}, (1, 2)],
         'o': torch.optim.Adam([nn.Parameter(torch.ones(1))]).state_dict(), 'd': torch.float64, 'v': torch.device('cpu'), 'z': torch.Size([1, 2])}
        """;

    [Theory]
    [InlineData("")]
    [InlineData(", pickle_protocol=4")]
    [InlineData(", _use_new_zipfile_serialization=False")]
    public void Damaged_files_give_a_value_or_say_what_is_wrong(string options)
    {
        using var files = new SavedFiles();
        var file = File.ReadAllBytes(files.ByPython(python, Value.ReplaceLineEndings(" "), "x = torch.arange(6.)", options: options));
        Mutations.Read([file], bytes => Torch.Load(new MemoryStream(bytes), "cpu"), error => error is TorchFileException);
    }

    [Fact]
    public void Mapped_ones_too()
    {
        using var files = new SavedFiles();
        var file = File.ReadAllBytes(files.ByPython(python, Value.ReplaceLineEndings(" "), "x = torch.arange(6.)"));
        var path = files.Path("damaged.pt");
        for (var number = 0; number < Mutations.Count / 10; number++)
        {
            File.WriteAllBytes(path, Mutations.Damaged(file, number));
            try
            {
                foreach (var tensor in Torch.Serialization.Leaves(Torch.Load(path, "cpu", mmap: true)).Select(leaf => leaf.Value).OfType<Tensor>().Where(tensor => tensor is { IsMeta: false, Layout: Layout.Strided, IsQuantized: false }))
                {
                    _ = tensor.Sum();
                }
            }
            catch (TorchFileException)
            {
                // As it should be.
            }
        }
    }
}
