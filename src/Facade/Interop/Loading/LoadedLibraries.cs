namespace LibTorch.Interop;

/// <summary>The native library and the libtorch that the process uses.</summary>
/// <param name="Handle">The native library's handle in the system's loader. The library is never unloaded.</param>
/// <param name="Owner">The native object that represents this copy of the managed library.</param>
/// <param name="Native">The native library's file.</param>
/// <param name="Folder">The folder of libtorch's libraries.</param>
/// <param name="Origin">Why that libtorch was chosen.</param>
/// <param name="Places">The places where the native library was looked for.</param>
internal sealed record LoadedLibraries(nint Handle, nint Owner, BuiltFor Native, string Folder, string Origin, NativePlaces Places);
