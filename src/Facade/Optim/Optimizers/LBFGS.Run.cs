using LibTorch.Interop;

namespace LibTorch.Optim;

public sealed partial class LBFGS
{
    /// <summary>The iterations of one step.</summary>
    private sealed class Run(LBFGS optimizer, Func<Tensor> closure, StateDictionary state, double loss, Tensor gradient)
    {
        private readonly ParamGroup _group = optimizer.Group;
        private List<object?> _directions = Kept(state, "old_dirs");
        private List<object?> _steps = Kept(state, "old_stps");
        private List<object?> _curvatures = Kept(state, "ro");
        private object? _diagonal = state.GetValueOrDefault("H_diag");
        private Tensor? _direction = state.GetValueOrDefault("d") as Tensor;
        private Number _size = state.GetValueOrDefault("t") is { } size ? Number.Of(size) : 0L;
        private Tensor? _previous = state.GetValueOrDefault("prev_flat_grad") as Tensor;
        private object? _previousLoss = state.GetValueOrDefault("prev_loss");
        private long _evaluations = 1;

        /// <summary>Whether the gradient is so small that the step is done.</summary>
        public bool IsFlat => (Number)gradient.Abs().Max() <= _group.Double("tolerance_grad");

        public void Iterate()
        {
            for (var iterations = 1L; iterations <= _group.Integer("max_iter"); iterations++)
            {
                state["n_iter"] = state.Get<long>("n_iter") + 1;
                var isFirst = state.Get<long>("n_iter") == 1;
                _direction = isFirst ? First() : Next();
                _previous = _previous?.Copy_(gradient) ?? gradient.Clone(MemoryFormat.Contiguous);
                _previousLoss = loss;
                _size = isFirst ? Number.Min(1.0, 1.0 / (Number)gradient.Abs().Sum()) * Number.Rate(_group) : Number.Rate(_group);
                Number slope = gradient.Dot(_direction);
                if (slope > -_group.Double("tolerance_change"))
                {
                    break;
                }

                var (isFlat, count) = Advance(slope, iterations);
                _evaluations += count;
                state["func_evals"] = state.Get<long>("func_evals") + count;
                if (iterations == _group.Integer("max_iter") || _evaluations >= _group.Integer("max_eval") || isFlat || IsStill())
                {
                    break;
                }
            }

            (state["d"], state["t"], state["old_dirs"], state["old_stps"], state["ro"]) = (_direction, _size.Kept, _directions, _steps, _curvatures);
            (state["H_diag"], state["prev_flat_grad"], state["prev_loss"]) = (_diagonal, _previous, _previousLoss);
        }

        private static List<object?> Kept(StateDictionary state, string key) => state.GetValueOrDefault(key) as List<object?> ?? [];

        private bool IsStill() =>
            (Number)_size.Times(_direction!).Abs().Max() <= _group.Double("tolerance_change") || Math.Abs(loss - (double)_previousLoss!) < _group.Double("tolerance_change");

        private Tensor First()
        {
            (_directions, _steps, _curvatures, _diagonal) = ([], [], [], 1L);
            return gradient.Neg();
        }

        // The two-loop recursion of L-BFGS: computes the approximate inverse Hessian times the negative gradient.
        private Tensor Next()
        {
            Remember();
            if (!state.ContainsKey("al"))
            {
                state["al"] = Enumerable.Repeat<object?>(null, (int)_group.Integer("history_size")).ToList();
            }

            var weights = state.Get<List<object?>>("al");
            var direction = gradient.Neg();
            for (var i = _directions.Count - 1; i >= 0; i--)
            {
                var weight = ((Tensor)_steps[i]!).Dot(direction) * (Tensor)_curvatures[i]!;
                weights[i] = weight;
                direction.Add_((Tensor)_directions[i]!, alpha: (-weight).Item());
            }

            direction = Number.Of(_diagonal).Times(direction);
            for (var i = 0; i < _directions.Count; i++)
            {
                var back = ((Tensor)_directions[i]!).Dot(direction) * (Tensor)_curvatures[i]!;
                direction.Add_((Tensor)_steps[i]!, alpha: ((Tensor)weights[i]! - back).Item());
            }

            return direction;
        }

        private void Remember()
        {
            var change = gradient.Sub(_previous!);
            var step = _size.Times(_direction!);
            var curvature = change.Dot(step);
            if (!((Number)curvature > 1e-10))
            {
                return;
            }

            if (_directions.Count == _group.Integer("history_size"))
            {
                _directions.RemoveAt(0);
                _steps.RemoveAt(0);
                _curvatures.RemoveAt(0);
            }

            _directions.Add(change);
            _steps.Add(step);
            _curvatures.Add(1.0 / curvature);
            _diagonal = curvature / change.Dot(change);
        }

        private (bool IsFlat, long Evaluations) Advance(Number slope, long iterations)
        {
            if (_group.Text("line_search_fn") is { } search)
            {
                if (search != "strong_wolfe")
                {
                    throw new TorchException("only 'strong_wolfe' is supported");
                }

                List<Tensor> place = [.. optimizer.Parameters.Select(parameter => parameter.Clone(MemoryFormat.Contiguous))];
                var most = LibraryCalls.IsAtLeast(2, 7) ? _group.Integer("max_eval") - _evaluations : 25;
                var found = new StrongWolfe((size, direction) => optimizer.Probe(closure, place, size, direction), _direction!, loss, gradient, slope, most).Find(_size);
                (loss, gradient, _size) = (found.Loss, found.Gradient, found.Size);
                optimizer.Move(_size, _direction!);
                return (IsFlat, found.Evaluations);
            }

            optimizer.Move(_size, _direction!);
            if (iterations == _group.Integer("max_iter"))
            {
                return (false, 0);
            }

            loss = optimizer.Signed((double)Recorded(closure));
            gradient = optimizer.FlatGradient();
            return (IsFlat, 1);
        }
    }
}
