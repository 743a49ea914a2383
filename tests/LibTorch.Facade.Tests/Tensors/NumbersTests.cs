using System.Globalization;
using System.Numerics;
using LibTorch.Interop;

namespace LibTorch.Tests.Tensors;

/// <summary>Numbers of C#'s types and Python's int, float and complex: none is rounded, cut or given another sign on the way.</summary>
public sealed class NumbersTests(PythonSession python)
{
    private const string AllInts = "[0, 1, -1, 127, 128, -128, -129, 255, 256, -255, -256, 32767, 32768, -32768, -32769, 65535, 65536, 2**31 - 1, 2**31, -2**31, -2**31 - 1, 2**32 - 1, 2**32, 2**62, 2**63 - 1, -2**63]";

    private static readonly long[] Ints =
    [
        0, 1, -1, 127, 128, -128, -129, 255, 256, -255, -256, 32767, 32768, -32768, -32769, 65535, 65536, int.MaxValue, 1L << 31, int.MinValue,
        int.MinValue - 1L, uint.MaxValue, 1L << 32, 1L << 62, long.MaxValue, long.MinValue,
    ];

    private static readonly DType[] IntegerTypes = [DType.UInt8, DType.Int8, DType.Int16, DType.Int32, DType.Int64, DType.Bool];

    [Fact]
    public void Every_type_of_number_is_Pythons_int_float_or_complex()
    {
        using var x = Torch.Tensor([1L, 2L]);
        Parity.Same(python, "torch.tensor([1, 2]) + 255", x + byte.MaxValue);
        Parity.Same(python, "torch.tensor([1, 2]) - 128", x + sbyte.MinValue);
        Parity.Same(python, "torch.tensor([1, 2]) + 32767", x + short.MaxValue);
        Parity.Same(python, "torch.tensor([1, 2]) + 65535", x + ushort.MaxValue);
        Parity.Same(python, "torch.tensor([1, 2]) + (2**31 - 1)", x + int.MaxValue);
        Parity.Same(python, "torch.tensor([1, 2]) + (2**32 - 1)", x + uint.MaxValue);
        Parity.Same(python, "torch.tensor([1, 2]) * (2**53 + 1)", x * ((1L << 53) + 1));
        Parity.Same(python, "torch.tensor([1, 2]) + 3", x + 3UL);
        Parity.Same(python, "torch.tensor([1, 2]) * (2**53 + 1)", x * ((1UL << 53) + 1));
        Parity.Same(python, "torch.tensor([1, 2]) + (2**53 + 1)", x + unchecked((nint)((1L << 53) + 1)));
        Parity.Same(python, "torch.tensor([1, 2]) + (2**53 + 1)", x + unchecked((nuint)((1UL << 53) + 1)));
        Parity.Same(python, "torch.tensor([1, 2]) + True", x + true);
        Parity.Same(python, "torch.tensor([1, 2]) + 0.5", x + (Half)0.5);
        Parity.Same(python, "torch.tensor([1, 2]) + 0.5", x + 0.5f);
        Parity.Same(python, "torch.tensor([1, 2]) + 0.1", x + 0.1);
        Parity.Same(python, "torch.tensor([1, 2]) + (1 + 2j)", x + new Complex(1, 2));
        Parity.Same(python, "torch.full([2], 16777217, dtype=torch.int64)", Torch.Full([2], 16777217UL, dtype: DType.Int64));
        Parity.Same(python, "torch.full([2], 2**63 - 1)", Torch.Full([2], (ulong)long.MaxValue));
        Parity.Same(python, "torch.ops.aten.add.Scalar(torch.tensor([1, 2]), 7)", (Tensor)Torch.Ops["aten::add.Scalar"].Invoke(x, 7UL)[0]!);
        Parity.Same(python, "torch.ops.aten.add.Scalar(torch.tensor([1, 2]), 7)", (Tensor)Torch.Ops["aten::add.Scalar"].Invoke(x, (nint)7)[0]!);
    }

    [Fact]
    public void An_int_above_the_largest_long_is_never_rounded()
    {
        Scalar large = 1UL << 63;
        Assert.Equal(ScalarKind.Int, large.Kind);
        Assert.Equal(python.Eval("2**63"), large.ToString());
        Assert.Throws<OverflowException>(() => large.ToInt64());
        Assert.NotEqual((Scalar)long.MinValue, large);

    }

    [Fact]
    public void A_NaN_that_is_a_number_is_Pythons()
    {
        const string Nan = "float('nan')";
        Parity.Same(python, $"torch.tensor({Nan}, dtype=torch.float64)", Torch.Tensor(double.NaN));
        Parity.Same(python, $"torch.tensor({Nan})", Torch.Tensor(float.NaN));
        Parity.Same(python, $"torch.tensor({Nan}, dtype=torch.float16)", Torch.Tensor(Half.NaN));
        Parity.Same(python, $"torch.tensor(complex({Nan}, 1), dtype=torch.complex128)", Torch.Tensor(new Complex(double.NaN, 1)));
        Parity.Same(python, $"torch.full([2], {Nan})", Torch.Full([2], double.NaN));
        Parity.Same(python, $"torch.zeros(2).fill_({Nan})", Torch.Zeros(2).Fill_(float.NaN));
        Parity.Same(python, $"torch.signbit(torch.full([2], {Nan}))", Torch.Full([2], double.NaN).Signbit());
        Parity.Same(python, $"torch.copysign(torch.ones(2), {Nan})", Torch.Ones(2).Copysign(double.NaN));
        Parity.Same(python, $"torch.tensor([float('inf')]).nan_to_num(posinf={Nan})", Torch.Tensor([float.PositiveInfinity]).NanToNum(posInf: double.NaN));
        Parity.Same(python, $"torch.where(torch.tensor([True]), torch.tensor({Nan}), torch.tensor(0.))", Torch.Where(Torch.Tensor([true]), Torch.Tensor(float.NaN), Torch.Tensor(0f)));

        // Memory is left as it is.
        Assert.Equal([BitConverter.DoubleToInt64Bits(double.NaN)], Torch.Tensor([double.NaN]).View(DType.Int64).ToArray<long>());
    }

    [Fact]
    public void ToArray_cuts_no_integer()
    {
        foreach (var dtype in IntegerTypes)
        {
            using var all = Torch.Tensor(Ints).To(dtype);
            for (var i = 0; i < Ints.Length; i++)
            {
                using var x = all[i..(i + 1)];
                var number = BigInteger.Parse(python.Eval($"int(torch.tensor({AllInts}).to({dtype})[{i}])"), CultureInfo.InvariantCulture);
                Reads<byte>(x, number);
                Reads<sbyte>(x, number);
                Reads<short>(x, number);
                Reads<ushort>(x, number);
                Reads<int>(x, number);
                Reads<uint>(x, number);
                Reads<long>(x, number);
                Reads<ulong>(x, number);
            }
        }

        Assert.Equal([3L, 4L], Torch.Tensor([3, 4]).ToArray<long>());
        Assert.Equal([3UL, 1UL], Torch.Tensor(new[,] { { 3L, 9L }, { 1L, 9L } })[.., 0].ToArray<ulong>());
        Assert.Throws<ArgumentException>(() => Torch.Tensor([1L]).ToArray<bool>());
        Assert.Throws<ArgumentException>(() => Torch.Tensor([1f]).ToArray<uint>());
    }

    [Fact]
    public void CopyFrom_cuts_no_integer()
    {
        using var x = Torch.Zeros([2], dtype: DType.UInt8);
        Assert.Throws<ArgumentException>(() => x.CopyFrom<long>([1, 300]));
        Assert.Throws<ArgumentException>(() => x.CopyFrom<int>([1, -1]));
        Assert.Throws<ArgumentException>(() => x.CopyFrom<float>([1, 2]));
        Assert.Equal([(byte)0, (byte)0], x.ToArray<byte>());
        x.CopyFrom<ulong>([1, 255]);
        Assert.Equal([(byte)1, (byte)255], x.ToArray<byte>());
    }

    [Fact]
    public void A_dtype_holds_the_numbers_or_says_as_Python_that_it_does_not()
    {
        double[] floats = [-1e30, -256.5, -256, -255.5, -255, -129, -128.5, -128, -1, 0, 0.5, 127, 127.5, 128, 255, 255.5, 256, 32767.5, 65536, 1L << 31, double.PositiveInfinity, double.NaN];
        foreach (var dtype in IntegerTypes)
        {
            foreach (var number in Ints)
            {
                Converts($"torch.tensor([{number}], dtype={dtype})", () => Torch.Tensor([number], dtype: dtype));
                Converts($"torch.tensor([[{number}]], dtype={dtype})", () => Torch.Tensor(new long[][] { [number] }, dtype: dtype));
            }

            foreach (var number in floats)
            {
                var text = $"float('{number.ToString(CultureInfo.InvariantCulture).Replace("∞", "inf", StringComparison.Ordinal)}')";
                Converts($"torch.tensor([{text}], dtype={dtype})", () => Torch.Tensor([number], dtype: dtype));
            }

            Converts($"torch.tensor([1 + 2j], dtype={dtype})", () => Torch.Tensor([new Complex(1, 2)], dtype: dtype));
            Converts($"torch.tensor([True], dtype={dtype})", () => Torch.Tensor([true], dtype: dtype));
        }

        Converts("torch.tensor([1 + 2j], dtype=torch.float32)", () => Torch.Tensor([new Complex(1, 2)], dtype: DType.Float32));
        Converts("torch.tensor([1e300], dtype=torch.float16)", () => Torch.Tensor([1e300], dtype: DType.Float16));
    }

    [Fact]
    public void Unsigned_numbers_need_a_dtype_only_where_libtorch_has_none_for_them()
    {
        Parity.Same(python, "torch.tensor([1, 2**32 - 1])", Torch.Tensor([1u, uint.MaxValue], dtype: DType.Int64));
        Parity.Same(python, "torch.tensor(7, dtype=torch.int32)", Torch.Tensor(7UL, dtype: DType.Int32));
        Parity.Same(python, "torch.tensor([[7., 8.]])", Torch.Tensor(new ushort[][] { [7, 8] }, dtype: DType.Float32));
        Parity.Same(python, "torch.tensor([2.**63], dtype=torch.float64)", Torch.Tensor([1UL << 63], dtype: DType.Float64));
        Parity.SameError(python, "torch.tensor([300], dtype=torch.uint8)", () => Torch.Tensor([300u], dtype: DType.UInt8));
        if (LibraryCalls.IsAtLeast(2, 3))
        {
            Parity.Same(python, "torch.tensor([1, 2], dtype=torch.uint32)", Torch.Tensor([1u, 2u]));
            return;
        }

        foreach (var make in new Func<Tensor>[] { () => Torch.Tensor(1u), () => Torch.Tensor([1UL]), () => Torch.Tensor(new ushort[2, 2]), () => Torch.Zeros([2], dtype: DType.UInt32) })
        {
            Assert.Contains("needs libtorch 2.3 or later", Assert.Throws<NotSupportedException>(make).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Empty_nested_arrays_keep_their_type()
    {
        Parity.Same(python, "torch.zeros(0, dtype=torch.int64)", Torch.Tensor(Array.Empty<long[]>()));
        Parity.Same(python, "torch.tensor([[], []], dtype=torch.int64)", Torch.Tensor(new long[][] { [], [] }));
        Parity.Same(python, "torch.zeros(0, dtype=torch.bool)", Torch.Tensor(Array.Empty<bool[][]>()));
    }

    private void Converts(string expression, Func<Tensor> make)
    {
        if (python.Eval($"attempt(lambda: {expression})", "def attempt(f):\n    try: f(); return ''\n    except Exception: return 'error'") == "error")
        {
            Parity.SameError(python, expression, () => make());
        }
        else
        {
            Parity.Same(python, expression, make());
        }
    }

    private static void Reads<T>(Tensor x, BigInteger number)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        if (number >= BigInteger.CreateChecked(T.MinValue) && number <= BigInteger.CreateChecked(T.MaxValue))
        {
            Assert.Equal([T.CreateChecked(number)], x.ToArray<T>());
        }
        else
        {
            Assert.Contains(number.ToString(CultureInfo.InvariantCulture), Assert.Throws<ArgumentException>(() => x.ToArray<T>()).Message, StringComparison.Ordinal);
        }
    }
}
