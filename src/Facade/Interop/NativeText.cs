using System.Text;

namespace LibTorch.Interop;

/// <summary>A text lent by the native side: valid until the thread's next call that lends one, so it is copied at once.</summary>
internal readonly unsafe struct NativeText
{
    private readonly byte* _data;
    private readonly long _length;

    public override string ToString() => Encoding.UTF8.GetString(_data, checked((int)_length));
}
