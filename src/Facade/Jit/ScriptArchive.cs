using LibTorch.Files;
using LibTorch.Files.Checkpoints;
using LibTorch.Files.Pickling;
using LibTorch.Interop;

namespace LibTorch.Jit;

/// <summary>
/// Checks a TorchScript archive before libtorch reads it. libtorch trusts archives: it verifies no checksums, and a damaged pickle
/// makes it read beyond the end of the pickle's stack.
/// </summary>
internal static class ScriptArchive
{
    private const string Marker = "constants.pkl";

    /// <summary>Throws if the archive is damaged, or not a TorchScript archive.</summary>
    /// <param name="file">The archive.</param>
    /// <param name="extraFiles">Receives the extra files that were saved with the network; may be null.</param>
    /// <exception cref="TorchFileException">The archive is damaged, or not a TorchScript archive.</exception>
    public static void Check(FileBytes file, IDictionary<string, byte[]>? extraFiles)
    {
        if (!ZipArchiveReader.IsZip(file))
        {
            throw new TorchFileException("The file was not written by torch.jit.save: it is not a zip archive.");
        }

        var budget = new FileBudget(file.Length);
        var members = ZipArchiveReader.Members(file, budget);
        var marker = members.Keys.FirstOrDefault(name => name.EndsWith("/" + Marker, StringComparison.Ordinal));
        var folder = marker?[..^Marker.Length] ?? throw new TorchFileException(NotScript(members.Keys));
        var mentionsCuda = false;
        foreach (var (name, member) in members.Where(member => !IsStorage(member.Key, folder)))
        {
            var bytes = member.Read(file, name, budget);
            if (name.EndsWith(".pkl", StringComparison.Ordinal))
            {
                CheckPickle(bytes, budget);
            }

            mentionsCuda |= bytes.AsSpan().IndexOf("cuda"u8) >= 0;
            if (extraFiles is not null && name.StartsWith(folder + "extra/", StringComparison.Ordinal))
            {
                extraFiles[name[(folder.Length + "extra/".Length)..]] = bytes;
            }
        }

        if (mentionsCuda)
        {
            // Loads libtorch's CUDA part if there is a device. If there is none, libtorch reports an error when a tensor needs one.
            _ = CudaCalls.DeviceCount();
        }
    }

    // Storages are not checked: damage there only changes numbers, as in all of PyTorch's files.
    private static bool IsStorage(string name, string folder) =>
        !name.EndsWith(".pkl", StringComparison.Ordinal)
        && (name.StartsWith(folder + "data/", StringComparison.Ordinal) || name.StartsWith(folder + "constants/", StringComparison.Ordinal) || name.StartsWith(folder + "tensors/", StringComparison.Ordinal));

    private static void CheckPickle(byte[] pickle, FileBudget budget)
    {
        using var bytes = new FileBytes(new MemoryStream(pickle), Transfer.Silent);
        new Unpickler(new PickleReader(bytes, 0, pickle.Length), budget, _ => true).Read();
    }

    private static string NotScript(IEnumerable<string> members) =>
        members.Any(name => name.EndsWith("/data.pkl", StringComparison.Ordinal)) ? "The file is one of torch.save, and none of torch.jit.save: Torch.Load reads it."
        : members.Any(name => name.Contains("/data/aotinductor/", StringComparison.Ordinal)) ? "The file is a package of AOTInductor, and none of torch.jit.save: Torch.Export.Load reads it."
        : $"The file is a zip archive, but none of torch.jit.save: it has no {Marker}.";
}
