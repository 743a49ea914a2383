namespace LibTorch.Tests.Files;

/// <summary>Files that say they are npy or npz, and hold something else.</summary>
public sealed class NpyHostileTests(PythonSession python) : IDisposable
{
    private const string Save = "import io\ndef npy(array):\n    file = io.BytesIO(); np.save(file, array, allow_pickle=True); return file.getvalue().hex()\n";

    private readonly FolderOfFiles _folder = new();

    public static TheoryData<string, string> BrokenHeaders => new()
    {
        { "", "no value" },
        { "{}", "no dictionary of" },
        { "[]", "no dictionary of" },
        { "{'descr': '<f4', 'fortran_order': False}", "no dictionary of" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'more': 1}", "no dictionary of" },
        { "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2,)}", "two entries" },
        { "{'descr': '<f4', 'fortran_order': 0, 'shape': (2,)}", "fortran_order" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': 2}", "shape" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (2)}", "shape" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': [2]}", "shape" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (-2,)}", "negative" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': ('2',)}", "shape" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (True,)}", "shape" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}", "too large" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 4611686018427387904)}", "cannot be read" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775807, 9223372036854775807, 0)}", "cannot be read" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (1000000000,)}", "cut short" },
        { "{'descr': 5, 'fortran_order': False, 'shape': (2,)}", "descr" },
        { "{'descr': '|f4', 'fortran_order': False, 'shape': (2,)}", "'|f4'" },
        { "{'descr': '', 'fortran_order': False, 'shape': (2,)}", "''" },
        { "{'descr': '<f16', 'fortran_order': False, 'shape': (2,)}", "'<f16'" },
        { "{'descr': '<U5', 'fortran_order': False, 'shape': (2,)}", "'<U5'" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} + 1", "something follows" },
        { "{'descr': __import__('os').system('true'), 'fortran_order': False, 'shape': (2,)}", "no value" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)", "missing" },
        { "{'descr': '<f4, 'fortran_order': False, 'shape': (2,)}", "missing" },
        { "{'descr': '<f4", "does not end" },
        { "{'descr': '<f4\\", "does not end" },
        { new string('(', 5000), "too deep" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (" + string.Concat(Enumerable.Repeat("1,", 65)) + ")}", "65 extents" },
        { new string(' ', 10_001), "10000" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(BrokenHeaders))]
    public void A_broken_header_says_what_is_wrong(string header, string message)
    {
        Refused(NpyTests.Npy(header, new byte[8]), message);
        Refused(NpyTests.Npy(header, new byte[8], version: 2), message);
    }

    [Fact]
    public void What_is_no_header_at_all_says_so()
    {
        Refused([], "cut short");
        Refused([0x93, .. "NUMPY"u8], "cut short");
        Refused([0x93, .. "NUMPY"u8, 4, 0, 0, 0], "version 4.0");
        Refused([0x93, .. "NUMPY"u8, 2, 0, 255, 255, 255, 255], "4294967295");
        Refused([0x93, .. "NUMPY"u8, 1, 0, 100, 0, (byte)'{'], "cut short");
        Refused([.. "PK\u0003\u0004"u8, .. new byte[100]], "LoadNpz");
        Refused([0x80, 4, .. new byte[100]], "pickle");
        Refused([.. "hello, world"u8], "68656C6C6F");
        Refused([.. NpyTests.Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}", new byte[7])], "cut short");
        Refused(NpyTests.Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'x\u00ff': 1}", [], version: 3), "cannot be read");
    }

    [Fact]
    public void Arrays_of_other_things_are_refused_by_what_they_are()
    {
        Refused(Numpys("np.array([1, 'a', None], dtype=object)"), "pickle");
        Refused(Numpys("np.zeros(2, dtype=[('a', '<f4'), ('b\\'s', '<i8', (2,)), (('title', 'c'), '<i2')])"), "'a', 'b's', 'c'");
        Refused(Numpys("np.array(['a', 'bc'])"), "'<U2'");
        Refused(Numpys("np.array([b'a', b'bc'])"), "'|S2'");
        Refused(Numpys("np.array(['2026-01-01'], dtype='M8[D]')"), "'<M8[D]'");
        Refused(Numpys("np.zeros(2, dtype=np.longdouble)"), "f16'");

        byte[] Numpys(string array) => Convert.FromHexString(python.Eval($"npy({array})", Save));
    }

    private void Refused(byte[] bytes, string message)
    {
        var path = _folder.With("broken.npy", bytes);
        Assert.Contains(message, Assert.Throws<TorchFileException>(() => NumPy.Load(path)).Message, StringComparison.Ordinal);
        Assert.Throws<TorchFileException>(() => NumPy.Load(path, mmap: true));
        Assert.True(Record.Exception(() => NumPy.Load(new ForwardStream(new MemoryStream(bytes)))) is TorchFileException or TorchOutOfMemoryException);
    }
}
