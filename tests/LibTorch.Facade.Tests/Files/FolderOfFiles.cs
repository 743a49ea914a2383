namespace LibTorch.Tests.Files;

/// <summary>A new folder for a test's files, which goes with all that is in it.</summary>
internal class FolderOfFiles : IDisposable
{
    public FolderOfFiles() => Root = Directory.CreateTempSubdirectory("ltf-files-").FullName;

    public string Root { get; }

    public string this[string name] => Path.Combine(Root, name);

    /// <summary>A file of these bytes.</summary>
    public string With(string name, byte[] bytes)
    {
        File.WriteAllBytes(this[name], bytes);
        return this[name];
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
