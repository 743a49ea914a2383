namespace LibTorch.Optim;

/// <summary>
/// The line search of <see cref="LBFGS"/>: brackets a step size that fulfils the strong Wolfe conditions, and narrows the bracket by cubic
/// interpolation.
/// </summary>
/// <param name="probe">Computes the loss and gradient after a step of a given size in a given direction.</param>
/// <param name="direction">The direction.</param>
/// <param name="loss">The loss at the starting point.</param>
/// <param name="gradient">The gradient at the starting point.</param>
/// <param name="slope">The loss's slope along the direction at the starting point.</param>
/// <param name="most">The maximum number of calls of <paramref name="probe"/> after the first one.</param>
internal sealed class StrongWolfe(Func<Number, Tensor, (double Loss, Tensor Gradient)> probe, Tensor direction, double loss, Tensor gradient, Number slope, long most)
{
    private const double SufficientDecrease = 1e-4;
    private const double CurvatureFactor = 0.9;
    private const double SmallestChange = 1e-9;

    private long _iterations;
    private bool _isDone;

    private readonly record struct Point(Number Size, double Loss, Tensor Gradient, Number Slope);

    /// <summary>The point where the conditions hold, or else the best point found, and the number of evaluations.</summary>
    public (double Loss, Tensor Gradient, Number Size, long Evaluations) Find(Number size)
    {
        var bracket = Bracket(size);
        var low = Lower(bracket);
        Number length = direction.Abs().Max();
        var isSlow = false;
        while (!_isDone && _iterations < most && !(Number.Abs(bracket[1].Size - bracket[0].Size) * length < SmallestChange))
        {
            var next = At(Inside(bracket, ref isSlow));
            _iterations++;
            var high = 1 - low;
            if (!IsLower(next) || next.Loss >= bracket[low].Loss)
            {
                bracket[high] = next;
                low = Lower(bracket);
                continue;
            }

            if (IsFlat(next))
            {
                _isDone = true;
            }
            else if (next.Slope * (bracket[high].Size - bracket[low].Size) >= 0L)
            {
                bracket[high] = bracket[low];
            }

            bracket[low] = next;
        }

        var best = bracket[low];
        return (best.Loss, best.Gradient, best.Size, _iterations + 1);
    }

    private static int Lower(Point[] bracket) => bracket[0].Loss <= bracket[^1].Loss ? 0 : 1;

    // Increases the step size until the bracket contains a minimum, or the conditions hold.
    private Point[] Bracket(Number size)
    {
        var start = new Point(0L, loss, gradient.Clone(MemoryFormat.Contiguous), slope);
        var (previous, point) = (start, At(size));
        while (_iterations < most)
        {
            if (!IsLower(point) || (_iterations > 1 && point.Loss >= previous.Loss))
            {
                return [previous, point];
            }

            if (IsFlat(point))
            {
                _isDone = true;
                return [point];
            }

            if (point.Slope >= 0L)
            {
                return [previous, point];
            }

            var smallest = point.Size + (0.01 * (point.Size - previous.Size));
            var next = Cubic(previous, point, smallest, point.Size * 10L);
            (previous, point) = (point, At(next));
            _iterations++;
        }

        return [start, point];
    }

    private Point At(Number size)
    {
        var (found, there) = probe(size, direction);
        return new(size, found, there, there.Dot(direction));
    }

    private bool IsLower(Point point) => !((Number)point.Loss > loss + (SufficientDecrease * point.Size * slope));

    private bool IsFlat(Point point) => Number.Abs(point.Slope) <= -CurvatureFactor * slope;

    // The interpolated step size inside the bracket. If it is near an end of the bracket twice in a row, it is moved away from that end.
    private static Number Inside(Point[] bracket, ref bool isSlow)
    {
        var (one, other) = (bracket[0], bracket[1]);
        var (smallest, largest) = one.Size <= other.Size ? (one.Size, other.Size) : (other.Size, one.Size);
        var size = Cubic(one, other, smallest, largest);
        (smallest, largest) = (Number.Min(one.Size, other.Size), Number.Max(one.Size, other.Size));
        var margin = 0.1 * (largest - smallest);
        if (!(Number.Min(largest - size, size - smallest) < margin))
        {
            isSlow = false;
            return size;
        }

        if (!isSlow && !(size >= largest) && !(size <= smallest))
        {
            isSlow = true;
            return size;
        }

        isSlow = false;
        return Number.Abs(size - largest) < Number.Abs(size - smallest) ? largest - margin : smallest + margin;
    }

    private static Number Cubic(Point one, Point other, Number smallest, Number largest)
    {
        var (x1, f1, g1, x2, f2, g2) = (one.Size, one.Loss, one.Slope, other.Size, other.Loss, other.Slope);
        var d1 = g1 + g2 - (3L * (Number)(f1 - f2) / (x1 - x2));
        var square = d1.Squared() - (g1 * g2);
        if (!(square >= 0L))
        {
            return (smallest + largest) / 2.0;
        }

        var d2 = square.Sqrt();
        var size = x1 <= x2
            ? x2 - ((x2 - x1) * ((g2 + d2 - d1) / (g2 - g1 + (2L * d2))))
            : x1 - ((x1 - x2) * ((g1 + d2 - d1) / (g1 - g2 + (2L * d2))));
        return Number.Min(Number.Max(size, smallest), largest);
    }
}
