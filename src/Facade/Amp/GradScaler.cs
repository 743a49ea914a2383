using LibTorch.Interop;
using LibTorch.Optim;

namespace LibTorch;

public abstract partial class Torch
{
    /// <summary>Training in mixed precision; <c>torch.amp</c>. Its blocks are <see cref="Autocast"/>.</summary>
    public static partial class Amp
    {
        /// <summary>
        /// Scales losses so that gradients in float16 do not vanish, and leaves steps out whose gradients overflowed; <c>torch.amp.GradScaler</c>,
        /// in PyTorch 1.13 <c>torch.cuda.amp.GradScaler</c>.
        /// </summary>
        /// <remarks>
        /// The kernels are there for CUDA, and since libtorch 2.3 for the CPU. Where no CUDA device is, a scaler for CUDA warns and is off, as in Python; a scaler that is off changes nothing anywhere.
        /// </remarks>
        public sealed partial class GradScaler
        {
            private const string ScaleKey = "scale";

            private readonly Device _device;
            private Dictionary<Optimizer, ScaledStep> _steps = new(ReferenceEqualityComparer.Instance);
            private double _initScale;
            private long _initGrowthTracker;
            private double _growthFactor;
            private double _backoffFactor;
            private long _growthInterval;
            private Tensor? _scale;
            private Tensor? _growthTracker;

            /// <summary>Makes one.</summary>
            /// <param name="device">The kind of device that the losses are on; CUDA without it.</param>
            /// <param name="initScale">The scale to begin with.</param>
            /// <param name="growthFactor">What the scale is multiplied by after <paramref name="growthInterval"/> steps in a row were taken; above 1.</param>
            /// <param name="backoffFactor">What it is multiplied by where a step was left out; below 1.</param>
            /// <param name="growthInterval">How many steps.</param>
            /// <param name="enabled">Whether it scales.</param>
            /// <exception cref="TorchException">A factor is out of its range, or the running libtorch has no kernels for the device.</exception>
            public GradScaler(
                Device? device = null,
                double initScale = 65536,
                double growthFactor = 2,
                double backoffFactor = 0.5,
                long growthInterval = 2000,
                bool enabled = true)
            {
                _device = device ?? LibTorch.Device.Cuda;
                IsOn = enabled && !IsSwitchedOff(_device);
                (_initScale, _growthFactor, _backoffFactor, _growthInterval) = (initScale, growthFactor, backoffFactor, growthInterval);
                if (!IsOn)
                {
                    return;
                }

                Require(growthFactor > 1, "The growth factor must be > 1.0.");
                Require(backoffFactor < 1, "The backoff factor must be < 1.0.");
                Require(
                    _device.Type == DeviceType.Cuda || LibraryCalls.IsAtLeast(2, 3),
                    $"GradScaler on the device {_device} needs libtorch 2.3 or later, which has the kernels for it, and this is {Torch.Version}. With enabled: false the program runs without scaling.");
            }

            private bool IsOn { get; }

            /// <summary>Whether it scales; <c>scaler.is_enabled()</c>.</summary>
            public bool IsEnabled() => IsOn;

            /// <summary>The loss times the scale; the loss itself where the scaler is off; <c>scaler.scale(loss)</c>.</summary>
            public Tensor Scale(Tensor outputs)
            {
                ArgumentNullException.ThrowIfNull(outputs);
                return IsOn ? outputs * ScaleOn(outputs.Device) : outputs;
            }

            /// <summary>Several outputs times the scale, each on its device; <c>scaler.scale(outputs)</c>.</summary>
            public Tensor[] Scale(IEnumerable<Tensor> outputs)
            {
                ArgumentNullException.ThrowIfNull(outputs);
                return [.. outputs.Select(Scale)];
            }

            /// <summary>
            /// Divides the gradients of the optimizer's parameters by the scale, as to clip them before <see cref="Step"/>; at most once before each step;
            /// <c>scaler.unscale_(optimizer)</c>.
            /// </summary>
            /// <exception cref="TorchException">Nothing was scaled yet, or the gradients were unscaled or the optimizer stepped since the last <see cref="Update(double?)"/>.</exception>
            /// <exception cref="TorchValueException">A gradient is of float16.</exception>
            public void Unscale_(Optimizer optimizer)
            {
                ArgumentNullException.ThrowIfNull(optimizer);
                if (!IsOn)
                {
                    return;
                }

                var (scale, _) = Started("unscale_");
                var step = StepOf(optimizer);
                Require(step.Stage != ScaledStage.Unscaled, "unscale_() has already been called on this optimizer since the last update().");
                Require(step.Stage != ScaledStage.Stepped, "unscale_() is being called after step().");

                // In float64, as the quotient of a float32 may be off.
                using var wide = scale.Double();
                using var wideInverse = wide.Reciprocal();
                using var inverse = wideInverse.Float();
                step.FoundInf = GradientUnscaling.Run(optimizer, inverse, allowFloat16: false);
                step.Stage = ScaledStage.Unscaled;
            }

            /// <summary>
            /// Unscales the gradients, unless <see cref="Unscale_"/> did so, and steps the optimizer if all of them are finite; <c>scaler.step(optimizer)</c>.
            /// </summary>
            /// <param name="optimizer">The optimizer.</param>
            /// <param name="closure">Only for a scaler that is off.</param>
            /// <returns>What the optimizer's step gave; null where it was left out.</returns>
            /// <exception cref="TorchException">Nothing was scaled yet, no parameter has a gradient, the optimizer was stepped since the last <see cref="Update(double?)"/>, or there is a closure.</exception>
            /// <exception cref="TorchValueException">A gradient is of float16.</exception>
            public Tensor? Step(Optimizer optimizer, Func<Tensor>? closure = null)
            {
                ArgumentNullException.ThrowIfNull(optimizer);
                if (!IsOn)
                {
                    return optimizer.Step(closure);
                }

                Require(closure is null, "Closure use is not currently supported if GradScaler is enabled.");
                var (scale, _) = Started("step");
                var step = StepOf(optimizer);
                Require(step.Stage != ScaledStage.Stepped, "step() has already been called since the last update().");
                var result = optimizer.UnscalesInStep ? StepUnscaling(optimizer, step, scale) : StepUnscaled(optimizer, step);
                step.Stage = ScaledStage.Stepped;
                return result;
            }

            private Tensor? StepUnscaled(Optimizer optimizer, ScaledStep step)
            {
                if (step.Stage == ScaledStage.Ready)
                {
                    Unscale_(optimizer);
                }

                Require(step.FoundInf.Count > 0, "No inf checks were recorded for this optimizer.");
                return step.FoundInf.Values.Sum(found => found.Item<float>()) == 0 ? optimizer.Step() : null;
            }

            // A fused kernel unscales by itself, and does nothing where a gradient is infinite.
            private static Tensor? StepUnscaling(Optimizer optimizer, ScaledStep step, Tensor scale)
            {
                if (step.Stage == ScaledStage.Ready)
                {
                    using var one = Torch.Ones(scale.Shape, dtype: DType.Float32, device: scale.Device);
                    step.FoundInf = GradientUnscaling.Run(optimizer, one, allowFloat16: true);
                }

                using var found = step.FoundInfOn(scale.Device);
                optimizer.Scaling = new(step.Stage == ScaledStage.Ready ? scale : null, found);
                try
                {
                    return optimizer.Step();
                }
                finally
                {
                    optimizer.Scaling = null;
                }
            }

            // On its own device the tensor itself; a copy lives until the collector comes, or the caller's scope ends.
            private Tensor ScaleOn(Device device)
            {
                if (_scale is null)
                {
                    Require(
                        device.Type == DeviceType.Cuda || LibraryCalls.IsAtLeast(2, 3),
                        $"GradScaler before libtorch 2.3 scales what is on a CUDA device, and this is on {device}.");
                    using var outside = new OutsideFrames();
                    Size shape = LibraryCalls.IsAtLeast(2, 1) ? [] : [1];
                    _scale = Torch.Full(shape, _initScale, dtype: DType.Float32, device: device);
                    _growthTracker = Torch.Full(shape, _initGrowthTracker, dtype: DType.Int32, device: device);
                }

                return _scale.To(device, nonBlocking: true);
            }

            private ScaledStep StepOf(Optimizer optimizer)
            {
                if (!_steps.TryGetValue(optimizer, out var step))
                {
                    _steps[optimizer] = step = new();
                }

                return step;
            }

            private (Tensor Scale, Tensor GrowthTracker) Started(string function) => _scale is not null && _growthTracker is not null
                ? (_scale, _growthTracker)
                : throw new TorchException($"Attempted {function} but _scale is None.  This may indicate your script did not use scaler.scale(loss or outputs) earlier in the iteration.");

            private static bool IsSwitchedOff(Device device)
            {
                if (device.Type != DeviceType.Cuda || Torch.Cuda.IsAvailable())
                {
                    return false;
                }

                Warnings.Warn("torch.cuda.amp.GradScaler is enabled, but CUDA is not available.  Disabling.");
                return true;
            }

            private static void Require(bool isSo, string message)
            {
                if (!isSo)
                {
                    throw new TorchException(message);
                }
            }
        }
    }
}
