using System.Globalization;
using LibTorch.Interop;
using LibTorch.Optim;

namespace LibTorch;

public abstract partial class Torch
{
    public static partial class Amp
    {
        /// <summary>The scale and how it changes.</summary>
        public sealed partial class GradScaler
        {
            /// <summary>
            /// Lowers the scale if a step was skipped, raises it after enough successful steps in a row, or sets it to a given value. Call
            /// it once after the steps of all optimizers; <c>scaler.update()</c>.
            /// </summary>
            /// <param name="newScale">The new scale; null to lower or raise the current one.</param>
            /// <exception cref="TorchException">
            /// Nothing was scaled yet, or no gradients were checked for infinite values since the last update.
            /// </exception>
            public void Update(double? newScale = null)
            {
                if (!IsOn)
                {
                    return;
                }

                var (scale, growthTracker) = Started("update");
                using var mode = NoGrad();
                if (newScale is { } given)
                {
                    scale.Fill_(given);
                }
                else
                {
                    Require(_steps.Values.Any(step => step.FoundInf.Count > 0), "No inf checks were recorded prior to update.");
                    using var found = ScaledStep.Sum(_steps.Values.SelectMany(step => step.FoundInf.Values), scale.Device);
                    Ops["aten::_amp_update_scale_"].Invoke(scale, growthTracker, found, _growthFactor, _backoffFactor, _growthInterval);
                }

                Forget();
            }

            /// <summary>Sets the scale to a tensor's number; <c>scaler.update(new_scale)</c>.</summary>
            /// <exception cref="TorchException">
            /// Nothing was scaled yet, or the tensor is on another kind of device, has more than one element, or requires grad.
            /// </exception>
            public void Update(Tensor newScale)
            {
                ArgumentNullException.ThrowIfNull(newScale);
                if (!IsOn)
                {
                    return;
                }

                var (scale, _) = Started("update");
                Require(
                    newScale.Device.Type == _device.Type && newScale.Numel == 1 && !newScale.RequiresGrad,
                    // Releases before 2.7 include their source code's indentation in the message.
                    $"new_scale should be a float or a 1-element torch.cuda.FloatTensor or {(LibraryCalls.IsAtLeast(2, 7) ? "" : new string(' ', 20))}torch.FloatTensor with requires_grad=False.");
                using var number = newScale.Reshape(scale.Shape);
                scale.Copy_(number);
                Forget();
            }

            /// <summary>The current scale; 1 if the scaler is off. Reading it waits for the device; <c>scaler.get_scale()</c>.</summary>
            public double GetScale() => !IsOn ? 1 : _scale?.Item().ToDouble() ?? _initScale;

            /// <summary>The factor by which the scale grows; <c>scaler.get_growth_factor()</c>.</summary>
            public double GetGrowthFactor() => _growthFactor;

            /// <summary>Sets the factor by which the scale grows; <c>scaler.set_growth_factor</c>.</summary>
            public void SetGrowthFactor(double newFactor) => _growthFactor = newFactor;

            /// <summary>The factor by which the scale is lowered; <c>scaler.get_backoff_factor()</c>.</summary>
            public double GetBackoffFactor() => _backoffFactor;

            /// <summary>Sets the factor by which the scale is lowered; <c>scaler.set_backoff_factor</c>.</summary>
            public void SetBackoffFactor(double newFactor) => _backoffFactor = newFactor;

            /// <summary>After how many successful steps in a row the scale grows; <c>scaler.get_growth_interval()</c>.</summary>
            public long GetGrowthInterval() => _growthInterval;

            /// <summary>Sets after how many successful steps in a row the scale grows; <c>scaler.set_growth_interval</c>.</summary>
            public void SetGrowthInterval(long newInterval) => _growthInterval = newInterval;

            /// <summary>
            /// The state: <c>scale</c>, <c>growth_factor</c>, <c>backoff_factor</c>, <c>growth_interval</c>, and <c>_growth_tracker</c>,
            /// the number of successful steps in a row. Empty if the scaler is off; <c>scaler.state_dict()</c>.
            /// </summary>
            public StateDictionary StateDict() => !IsOn ? [] : new()
            {
                [ScaleKey] = GetScale(),
                ["growth_factor"] = _growthFactor,
                ["backoff_factor"] = _backoffFactor,
                ["growth_interval"] = _growthInterval,
                ["_growth_tracker"] = _growthTracker?.Item().ToInt64() ?? _initGrowthTracker,
            };

            /// <summary>Restores a state; does nothing if the scaler is off; <c>scaler.load_state_dict</c>.</summary>
            /// <exception cref="TorchException">The state is empty.</exception>
            /// <exception cref="KeyNotFoundException">The state lacks a key; the scaler is unchanged then.</exception>
            public void LoadStateDict(IReadOnlyDictionary<string, object?> state)
            {
                ArgumentNullException.ThrowIfNull(state);
                if (!IsOn)
                {
                    return;
                }

                Require(state.Count > 0, "The source state dict is empty, possibly because it was saved from a disabled instance of GradScaler.");
                (_initScale, _growthFactor, _backoffFactor, _growthInterval, _initGrowthTracker) = (
                    Float(state[ScaleKey]), Float(state["growth_factor"]), Float(state["backoff_factor"]), Integer(state["growth_interval"]), Integer(state["_growth_tracker"]));
                using var mode = NoGrad();
                _scale?.Fill_(_initScale);
                _growthTracker?.Fill_(_initGrowthTracker);
            }

            private void Forget()
            {
                var steps = _steps;
                _steps = new(ReferenceEqualityComparer.Instance);
                foreach (var found in steps.Values.SelectMany(step => step.FoundInf.Values))
                {
                    found.Dispose();
                }
            }

            private static double Float(object? value) => Convert.ToDouble(value, CultureInfo.InvariantCulture);

            private static long Integer(object? value) => Convert.ToInt64(value, CultureInfo.InvariantCulture);
        }
    }
}
