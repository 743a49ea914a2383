using LibTorch.Interop;
using LibTorch.Optim;

namespace LibTorch;

public abstract partial class Torch
{
    /// <summary>Training in mixed precision; <c>torch.amp</c>. The autocast blocks are <see cref="Autocast"/>.</summary>
    public static partial class Amp
    {
        /// <summary>
        /// Scales losses so that gradients in float16 do not underflow, and skips steps whose gradients overflowed;
        /// <c>torch.amp.GradScaler</c>, in PyTorch 1.13 <c>torch.cuda.amp.GradScaler</c>.
        /// </summary>
        /// <remarks>
        /// libtorch has the kernels for CUDA, and since 2.3 for the CPU. Without a CUDA device, a scaler for CUDA warns and switches itself
        /// off, as in Python. A scaler that is off leaves losses, gradients and steps unchanged.
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

            /// <summary>Creates a scaler.</summary>
            /// <param name="device">The kind of device that the losses are on; null: CUDA.</param>
            /// <param name="initScale">The initial scale.</param>
            /// <param name="growthFactor">
            /// The factor for the scale after <paramref name="growthInterval"/> successful steps in a row; above 1.
            /// </param>
            /// <param name="backoffFactor">The factor for the scale after a skipped step; below 1.</param>
            /// <param name="growthInterval">How many successful steps in a row raise the scale.</param>
            /// <param name="enabled">Whether the scaler is on.</param>
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

            /// <summary>Whether the scaler is on; <c>scaler.is_enabled()</c>.</summary>
            public bool IsEnabled() => IsOn;

            /// <summary>The loss times the scale, or the loss itself if the scaler is off; <c>scaler.scale(loss)</c>.</summary>
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
            /// Divides the gradients of the optimizer's parameters by the scale, for example to clip them before <see cref="Step"/>. Call
            /// it at most once before each step; <c>scaler.unscale_(optimizer)</c>.
            /// </summary>
            /// <exception cref="TorchException">
            /// Nothing was scaled yet, or the gradients were already unscaled or the optimizer already stepped since the last
            /// <see cref="Update(double?)"/>.
            /// </exception>
            /// <exception cref="TorchValueException">A gradient is float16.</exception>
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

                // The reciprocal is computed in float64 and then rounded, because float32 division may be inexact on some devices.
                using var wide = scale.Double();
                using var wideInverse = wide.Reciprocal();
                using var inverse = wideInverse.Float();
                step.FoundInf = GradientUnscaling.Run(optimizer, inverse, allowFloat16: false);
                step.Stage = ScaledStage.Unscaled;
            }

            /// <summary>
            /// Unscales the gradients, unless <see cref="Unscale_"/> was called, and steps the optimizer if all of them are finite;
            /// <c>scaler.step(optimizer)</c>.
            /// </summary>
            /// <param name="optimizer">The optimizer.</param>
            /// <param name="closure">The closure for the optimizer; allowed only if the scaler is off.</param>
            /// <returns>The result of the optimizer's step; null if the step was skipped.</returns>
            /// <exception cref="TorchException">
            /// Nothing was scaled yet, no parameter has a gradient, the optimizer was already stepped since the last
            /// <see cref="Update(double?)"/>, or a closure was given.
            /// </exception>
            /// <exception cref="TorchValueException">A gradient is float16.</exception>
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

            // A fused kernel unscales the gradients itself, and changes nothing if a gradient is not finite.
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

            // On the scale's own device this is the scale tensor itself. For another device it is a copy, which the garbage collector or
            // the caller's tensor scope frees.
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
