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
            /// Lowers the scale where a step was left out, raises it where enough were taken in a row, or sets it; once behind the steps of all optimizers;
            /// <c>scaler.update()</c>.
            /// </summary>
            /// <param name="newScale">The new scale.</param>
            /// <exception cref="TorchException">Nothing was scaled, or no gradients were looked at since the last time.</exception>
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
            /// <exception cref="TorchException">Nothing was scaled, or the tensor has another device or more than one element, or requires grad.</exception>
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
                    // Releases before 2.7 have the indentation of their source in it.
                    $"new_scale should be a float or a 1-element torch.cuda.FloatTensor or {(LibraryCalls.IsAtLeast(2, 7) ? "" : new string(' ', 20))}torch.FloatTensor with requires_grad=False.");
                using var number = newScale.Reshape(scale.Shape);
                scale.Copy_(number);
                Forget();
            }

            /// <summary>The scale, which a device is waited for; 1 where the scaler is off; <c>scaler.get_scale()</c>.</summary>
            public double GetScale() => !IsOn ? 1 : _scale?.Item().ToDouble() ?? _initScale;

            /// <summary>What the scale grows by; <c>scaler.get_growth_factor()</c>.</summary>
            public double GetGrowthFactor() => _growthFactor;

            /// <summary>Sets what it grows by; <c>scaler.set_growth_factor</c>.</summary>
            public void SetGrowthFactor(double newFactor) => _growthFactor = newFactor;

            /// <summary>What the scale is lowered by; <c>scaler.get_backoff_factor()</c>.</summary>
            public double GetBackoffFactor() => _backoffFactor;

            /// <summary>Sets what it is lowered by; <c>scaler.set_backoff_factor</c>.</summary>
            public void SetBackoffFactor(double newFactor) => _backoffFactor = newFactor;

            /// <summary>After how many steps in a row it grows; <c>scaler.get_growth_interval()</c>.</summary>
            public long GetGrowthInterval() => _growthInterval;

            /// <summary>Sets after how many steps in a row it grows; <c>scaler.set_growth_interval</c>.</summary>
            public void SetGrowthInterval(long newInterval) => _growthInterval = newInterval;

            /// <summary>
            /// <c>scale</c>, <c>growth_factor</c>, <c>backoff_factor</c>, <c>growth_interval</c>, and as <c>_growth_tracker</c> how many steps in a row were taken;
            /// empty where the scaler is off; <c>scaler.state_dict()</c>.
            /// </summary>
            public StateDictionary StateDict() => !IsOn ? [] : new()
            {
                [ScaleKey] = GetScale(),
                ["growth_factor"] = _growthFactor,
                ["backoff_factor"] = _backoffFactor,
                ["growth_interval"] = _growthInterval,
                ["_growth_tracker"] = _growthTracker?.Item().ToInt64() ?? _initGrowthTracker,
            };

            /// <summary>Goes on from a state; nothing where the scaler is off; <c>scaler.load_state_dict</c>.</summary>
            /// <exception cref="TorchException">The state is empty.</exception>
            /// <exception cref="KeyNotFoundException">It lacks a key; nothing is changed then.</exception>
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
