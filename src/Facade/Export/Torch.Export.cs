using LibTorch.Export;
using LibTorch.Files;
using LibTorch.Interop;

namespace LibTorch;

/// <content>Loading networks that were compiled in Python.</content>
public abstract partial class Torch
{
    /// <summary>Networks that were exported and compiled in Python; <c>torch.export</c>.</summary>
    public static class Export
    {
        /// <summary>
        /// Loads a package that <c>torch._inductor.aoti_compile_and_package</c> wrote: a network compiled for one kind of machine;
        /// <c>torch._inductor.aoti_load_package(path)</c>. Needs libtorch 2.6 or later.
        /// </summary>
        /// <remarks>
        /// The package contains machine code, which is loaded into the process: load only files from people whom you trust. Files that
        /// <c>torch.export.save</c> writes without compiling cannot be run without Python.
        /// </remarks>
        /// <param name="path">The file, usually a <c>.pt2</c>.</param>
        /// <param name="modelName">The name of the network, if the package has several.</param>
        /// <exception cref="TorchFileException">The file is damaged, was not compiled, or was compiled for another kind of machine.</exception>
        /// <exception cref="TorchNotImplementedException">The running libtorch cannot load packages.</exception>
        /// <exception cref="TorchException">libtorch refuses the package, for example for a missing device.</exception>
        /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
        /// <exception cref="UnauthorizedAccessException">Reading is not permitted, or the path is a folder.</exception>
        public static CompiledModel Load(string path, string modelName = "model")
        {
            ArgumentException.ThrowIfNullOrEmpty(modelName);
            using (var file = new FileBytes(path, Transfer.Silent))
            {
                PackageArchive.Check(file, modelName);
            }

            return new CompiledModel(PackageCalls.Load(Path.GetFullPath(path), modelName));
        }

        /// <summary>
        /// Loads a package from the stream's current position. The package is copied to a temporary file for libtorch, which is deleted
        /// afterwards. The stream stays open.
        /// </summary>
        /// <inheritdoc cref="Load(string, string)"/>
        public static CompiledModel Load(Stream stream, string modelName = "model")
        {
            ArgumentNullException.ThrowIfNull(stream);
            var folder = Directory.CreateTempSubdirectory("libtorch-package-");
            try
            {
                var path = Path.Combine(folder.FullName, "package.pt2");
                using (var file = new FileStream(path, FileMode.CreateNew))
                {
                    stream.CopyTo(file);
                }

                return Load(path, modelName);
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }
    }
}
