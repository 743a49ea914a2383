namespace LibTorch.Interop;

/// <summary>Searches the places of libtorch and of the native library until one of each fit together, and loads both.</summary>
internal sealed class LibrarySearch(NativePlaces natives)
{
    private readonly LoadAttempts _attempts = new(natives);
    private string _mending = Mending.Nothing;

    /// <summary>Loads the first libtorch that a native library fits.</summary>
    /// <exception cref="LibTorchNotFoundException">There is no such libtorch; the message says what was tried.</exception>
    public LoadedLibraries Load()
    {
        if (!natives.Usable.Any())
        {
            throw _attempts.Failure(Mending.NoNative);
        }

        foreach (var (origin, place) in LibTorchPlaces.All(natives.Usable))
        {
            try
            {
                if (LoadFrom(place, origin) is { } loaded)
                {
                    return loaded;
                }
            }
            catch (Exception why) when (why is IOException or UnauthorizedAccessException)
            {
                _attempts.Add($"{place} ({origin})", why.Message);
            }
        }

        throw _attempts.Failure(_mending);
    }

    private LoadedLibraries? LoadFrom(string place, string origin)
    {
        var finding = Directory.Exists(place) ? "no libtorch_cpu.so" : "no such folder";
        foreach (var libtorch in LibTorchFolder.In(place))
        {
            if (Load(libtorch, origin, out finding) is { } loaded)
            {
                return loaded;
            }

            _mending = Mending.Misfit(libtorch, origin, natives.Usable, _mending);
        }

        _attempts.Add($"{place} ({origin})", finding);
        return null;
    }

    // Once a libtorch is loaded, no other one can be tried: a process must not have two.
    private LoadedLibraries? Load(LibTorchFolder libtorch, string origin, out string misfit)
    {
        misfit = "";
        (string File, string Reason)? refused = null;
        foreach (var native in natives.Files.Where(file => libtorch.MaySuit(file.Release)).Select(file => file.BuiltFor).OfType<BuiltFor>())
        {
            var fit = libtorch.FitOf(native);
            if (fit.Misfit is not null)
            {
                misfit = misfit.Length > 0 ? misfit : fit.Misfit;
                continue;
            }

            foreach (var library in fit.Libraries)
            {
                if (SystemLoader.Open(library.Path) is { Handle: 0 } failed)
                {
                    throw Refused(library.Path, failed.Reason, libtorch);
                }
            }

            var (handle, reason) = fit.IsByName ? SystemLoader.Open(native.Path) : RenamedNative.Open(native, fit.Libraries);
            if (handle != 0)
            {
                return new LoadedLibraries(handle, 0, native, libtorch.Folder, origin, natives);
            }

            // Another native library may load where this one did not: one that was compiled on this machine needs no newer C library.
            if (refused is { } before)
            {
                _attempts.Add(before.File, before.Reason);
            }

            refused = (native.Path, reason);
        }

        if (refused is { } last)
        {
            throw Refused(last.File, last.Reason, libtorch);
        }

        misfit = misfit.Length > 0 ? misfit : OtherRelease(libtorch);
        return null;
    }

    private LibTorchNotFoundException Refused(string file, string reason, LibTorchFolder libtorch)
    {
        _attempts.Add(file, reason);
        return _attempts.Failure(Mending.Refused(file, libtorch.Folder, reason));
    }

    private string OtherRelease(LibTorchFolder libtorch)
    {
        var words = natives.Usable.Skip(1).Any() ? "native libraries were" : "native library was";
        return $"libtorch {libtorch.Version}, but the {words} built for libtorch {Mending.Versions(natives.Usable, "and")}";
    }
}
