using LibTorch.Files;
using LibTorch.Files.Checkpoints;
using LibTorch.Interop;
using LibTorch.Jit;

namespace LibTorch;

/// <content>Models that Python made.</content>
public abstract partial class Torch
{
    /// <summary>Networks of TorchScript, which are programs with their weights; <c>torch.jit</c>.</summary>
    public static partial class Jit
    {
        /// <summary>Reads a network that <c>torch.jit.save</c> wrote, of a script or a trace; <c>torch.jit.load(path)</c>.</summary>
        /// <remarks>
        /// Such a file has code in it, which runs when the network is called and may run when it is read. It can do whatever libtorch's operators
        /// can, reading files and memory among it: load only files of people whom you trust.
        /// </remarks>
        /// <param name="path">The file.</param>
        /// <param name="mapLocation">The device to put all tensors on; where they were, if it is null.</param>
        /// <param name="extraFiles">Gets the files that were saved with the network, by name; <c>_extra_files</c>.</param>
        /// <param name="progress">Is told how many bytes were read.</param>
        /// <param name="cancellationToken">Gives the reading up.</param>
        /// <exception cref="TorchFileException">The file is damaged, or none of <c>torch.jit.save</c>.</exception>
        /// <exception cref="TorchException">libtorch refuses it: operators or devices are missing, or the code is of a newer version.</exception>
        /// <exception cref="IOException">The file is not there or cannot be read.</exception>
        /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
        /// <exception cref="OperationCanceledException">It was given up.</exception>
        public static ScriptModule Load(
            string path, Device? mapLocation = null, IDictionary<string, byte[]>? extraFiles = null, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
        {
            using var file = new FileBytes(path, new Transfer(progress, cancellationToken));
            return Load(file, mapLocation, extraFiles);
        }

        /// <summary>Reads a stream from where it stands, as <see cref="Load(string, Device?, IDictionary{string, byte[]}?, IProgress{long}?, CancellationToken)"/> reads a file. It stays open.</summary>
        /// <exception cref="ArgumentException">The stream cannot go back.</exception>
        /// <exception cref="TorchFileException">What is in it is damaged, or none of <c>torch.jit.save</c>.</exception>
        public static ScriptModule Load(
            Stream stream, Device? mapLocation = null, IDictionary<string, byte[]>? extraFiles = null, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
        {
            using var file = new FileBytes(stream, new Transfer(progress, cancellationToken));
            return Load(file, mapLocation, extraFiles);
        }

        /// <summary>Writes a network as the running libtorch's Python does; <c>torch.jit.save(module, path)</c>. The file is written beside an older one, and takes its place when it is whole.</summary>
        /// <param name="module">The network.</param>
        /// <param name="path">The file.</param>
        /// <param name="extraFiles">Files to save with it, by name; <c>_extra_files</c>.</param>
        /// <param name="progress">Is told how many bytes were written.</param>
        /// <param name="cancellationToken">Gives the writing up; an older file stays.</param>
        /// <exception cref="TorchException">The network has something that cannot be saved.</exception>
        /// <exception cref="IOException">The file cannot be written.</exception>
        /// <exception cref="UnauthorizedAccessException">The file or its folder may not be written to.</exception>
        /// <exception cref="OperationCanceledException">It was given up.</exception>
        public static void Save(
            ScriptModule module, string path, IReadOnlyDictionary<string, byte[]>? extraFiles = null, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(module);
            using var file = new ReplacedFile(path);
            Save(module, CheckpointPieces.ArchiveName(path), file.Stream, extraFiles, progress, cancellationToken);
            file.Commit();
        }

        /// <summary>Writes a network into a stream, which need not be one that can go back. It stays open.</summary>
        /// <inheritdoc cref="Save(ScriptModule, string, IReadOnlyDictionary{string, byte[]}?, IProgress{long}?, CancellationToken)"/>
        public static void Save(
            ScriptModule module, Stream stream, IReadOnlyDictionary<string, byte[]>? extraFiles = null, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(module);
            ArgumentNullException.ThrowIfNull(stream);
            Save(module, CheckpointPieces.StreamArchive, stream, extraFiles, progress, cancellationToken);
        }

        private static ScriptModule Load(FileBytes file, Device? mapLocation, IDictionary<string, byte[]>? extraFiles)
        {
            ScriptArchive.Check(file, extraFiles);
            if (mapLocation is { } device)
            {
                DeviceCheck.Require(device);
            }

            var handle = ScriptCalls.Load(file, (int?)mapLocation?.Type ?? -1, mapLocation?.Index ?? -1);
            return ScriptModule.Own(handle);
        }

        private static void Save(
            ScriptModule module, string folder, Stream stream, IReadOnlyDictionary<string, byte[]>? extraFiles, IProgress<long>? progress, CancellationToken cancellationToken)
        {
            var pieces = new FileWriter(stream, new Transfer(progress, cancellationToken));
            ScriptCalls.Save(module.Script, folder, [.. (extraFiles ?? new Dictionary<string, byte[]>()).Select(file => (file.Key, file.Value))], pieces);
            stream.Flush();
        }
    }
}
