using System.Collections;
using System.Runtime.CompilerServices;
using LibTorch.Interop;
using LibTorch.Jit;
using LibTorch.NN;

namespace LibTorch;

/// <content>Making TorchScript models from modules and functions.</content>
public abstract partial class Torch
{
    public static partial class Jit
    {
        /// <summary>
        /// Runs a module on an example and makes a TorchScript model of the operators that it calls; <c>torch.jit.trace(module,
        /// example)</c>. A call of the model runs all of them in native code, without C#, and <see cref="Save(ScriptModule, string,
        /// IReadOnlyDictionary{string, byte[]}?, IProgress{long}?, CancellationToken)"/> writes a file that Python and C++ load.
        /// </summary>
        /// <remarks>
        /// Only operators are recorded. A condition or loop in C# is not: the trace has the branch that the example took. Neither are
        /// numbers that C# reads from a tensor, for which there is a warning, and sizes, for which there is none: <c>x.View(x.Shape[0],
        /// -1)</c> fits only inputs of the example's size, <c>x.Flatten(1)</c> all. The model has the module's parameters, buffers and
        /// submodules; they share the tensors. It does what the module does in its current mode, training or evaluation.
        /// </remarks>
        /// <typeparam name="TOutput">A tensor, or a tuple or list of tensors in any nesting.</typeparam>
        /// <param name="module">The module.</param>
        /// <param name="example">An input, of any shape that the module takes.</param>
        /// <param name="checkTrace">Whether to run module and model once more, and to warn if their results differ.</param>
        /// <param name="checkTolerance">The relative difference that is allowed then.</param>
        /// <param name="strict">Whether a list in the result raises a warning and a dictionary an exception, since their numbers of elements become fixed.</param>
        /// <exception cref="TorchException">
        /// The operators cannot be recorded: the result has a dictionary, a tensor that requires a gradient is neither an input nor a
        /// parameter, a TorchScript model that is called is no submodule, an operator's exception was caught in the function, or this thread
        /// is already recording.
        /// </exception>
        /// <exception cref="ArgumentException">The result has a part without a Python counterpart, or the module is a TorchScript model.</exception>
        public static ScriptModule Trace<TOutput>(Module<Tensor, TOutput> module, Tensor example, bool checkTrace = true, double checkTolerance = 1e-5, bool strict = true)
        {
            ArgumentNullException.ThrowIfNull(module);
            return Trace(module, module.Call, example, checkTrace, checkTolerance, strict);
        }

        /// <summary>Makes a model of a module with two inputs.</summary>
        /// <inheritdoc cref="Trace{TOutput}(Module{Tensor, TOutput}, Tensor, bool, double, bool)"/>
        public static ScriptModule Trace<TOutput>(Module<Tensor, Tensor, TOutput> module, (Tensor, Tensor) example, bool checkTrace = true, double checkTolerance = 1e-5, bool strict = true)
        {
            ArgumentNullException.ThrowIfNull(module);
            return Traced(module, inputs => module.Call(inputs[0], inputs[1]), [example.Item1, example.Item2], checkTrace, checkTolerance, strict);
        }

        /// <summary>Makes a model of a module with three inputs.</summary>
        /// <inheritdoc cref="Trace{TOutput}(Module{Tensor, TOutput}, Tensor, bool, double, bool)"/>
        public static ScriptModule Trace<TOutput>(Module<Tensor, Tensor, Tensor, TOutput> module, (Tensor, Tensor, Tensor) example, bool checkTrace = true, double checkTolerance = 1e-5, bool strict = true)
        {
            ArgumentNullException.ThrowIfNull(module);
            return Traced(module, inputs => module.Call(inputs[0], inputs[1], inputs[2]), [example.Item1, example.Item2, example.Item3], checkTrace, checkTolerance, strict);
        }

        /// <summary>
        /// Makes a model of a function that calls a module: for modules with other inputs than tensors, or to change their results.
        /// </summary>
        /// <param name="module">The module, whose parameters and buffers become the model's.</param>
        /// <param name="function">What is recorded, such as <c>x => lstm.Call(x).Output</c>.</param>
        /// <param name="example">An input of any shape that the function takes.</param>
        /// <param name="checkTrace">Whether to run function and model once more, and to warn if their results differ.</param>
        /// <param name="checkTolerance">The relative difference that is allowed then.</param>
        /// <param name="strict">Whether a list in the result raises a warning and a dictionary an exception, since their numbers of elements become fixed.</param>
        /// <inheritdoc cref="Trace{TOutput}(Module{Tensor, TOutput}, Tensor, bool, double, bool)"/>
        public static ScriptModule Trace<TOutput>(Module module, Func<Tensor, TOutput> function, Tensor example, bool checkTrace = true, double checkTolerance = 1e-5, bool strict = true)
        {
            ArgumentNullException.ThrowIfNull(module);
            ArgumentNullException.ThrowIfNull(function);
            return Traced(module, inputs => function(inputs[0]), [example], checkTrace, checkTolerance, strict);
        }

        /// <summary>Makes a model of a function; other tensors that it uses become constants, and must not require gradients.</summary>
        /// <param name="function">What is recorded.</param>
        /// <param name="example">An input of any shape that the function takes.</param>
        /// <param name="checkTrace">Whether to run function and model once more, and to warn if their results differ.</param>
        /// <param name="checkTolerance">The relative difference that is allowed then.</param>
        /// <param name="strict">Whether a list in the result raises a warning and a dictionary an exception, since their numbers of elements become fixed.</param>
        /// <inheritdoc cref="Trace{TOutput}(Module{Tensor, TOutput}, Tensor, bool, double, bool)"/>
        public static ScriptModule Trace<TOutput>(Func<Tensor, TOutput> function, Tensor example, bool checkTrace = true, double checkTolerance = 1e-5, bool strict = true)
        {
            ArgumentNullException.ThrowIfNull(function);
            using TracedFunction module = new();
            return Trace(module, function, example, checkTrace, checkTolerance, strict);
        }

        /// <summary>Makes a model of a function of two inputs.</summary>
        /// <inheritdoc cref="Trace{TOutput}(Func{Tensor, TOutput}, Tensor, bool, double, bool)"/>
        public static ScriptModule Trace<TOutput>(Func<Tensor, Tensor, TOutput> function, (Tensor, Tensor) example, bool checkTrace = true, double checkTolerance = 1e-5, bool strict = true)
        {
            ArgumentNullException.ThrowIfNull(function);
            using TracedFunction module = new();
            return Traced(module, inputs => function(inputs[0], inputs[1]), [example.Item1, example.Item2], checkTrace, checkTolerance, strict);
        }

        /// <summary>
        /// A copy of the model for evaluation: its parameters and attributes are constants, and what depends on nothing else is computed
        /// once; <c>torch.jit.freeze(module)</c>.
        /// </summary>
        /// <param name="module">The model, in evaluation mode, which stays as it is.</param>
        /// <param name="optimizeNumerics">Whether operators may be merged where results change by rounding, such as convolutions with batch normalization.</param>
        /// <exception cref="TorchException">The model is in training mode, or cannot be frozen.</exception>
        public static ScriptModule Freeze(ScriptModule module, bool optimizeNumerics = true)
        {
            ArgumentNullException.ThrowIfNull(module);
            return IsFrozen(module) || !module.Training
                ? ScriptModule.Own(ScriptCalls.Freeze(module.Script, optimizeNumerics))
                : throw new TorchException("Freezing is currently only implemented for modules in eval mode. Please call .eval() on your module before freezing.");
        }

        /// <summary>
        /// A frozen copy of the model whose operators are replaced by faster ones of the machine that runs it;
        /// <c>torch.jit.optimize_for_inference(module)</c>. Results may change by rounding.
        /// </summary>
        /// <param name="module">The model. As in Python it is set to evaluation mode; one that is frozen already is changed itself, and returned.</param>
        /// <exception cref="TorchException">The model cannot be frozen.</exception>
        public static ScriptModule OptimizeForInference(ScriptModule module)
        {
            ArgumentNullException.ThrowIfNull(module);
            if (IsFrozen(module))
            {
                ScriptCalls.Optimize(module.Script).Dispose();
                return module;
            }

            module.Eval();
            return ScriptModule.Own(ScriptCalls.Optimize(module.Script));
        }

        // Freezing makes the mode a constant, too.
        private static bool IsFrozen(ScriptModule module) => !module.AttributeNames.Contains("training");

        private static ScriptModule Traced(Module module, Func<Tensor[], object?> function, Tensor[] examples, bool checkTrace, double checkTolerance, bool strict)
        {
            Array.ForEach(examples, example => ArgumentNullException.ThrowIfNull(example, nameof(example)));
            if (module is ScriptModule)
            {
                throw new ArgumentException("The module is a TorchScript model already.", nameof(module));
            }

            using TracedModules modules = new();
            var traced = modules.Of(module);
            using (Tracing.Begin())
            {
                ScriptCalls.Trace(
                    traced, examples, (handles, receiver) => CallFrame.HandOver(receiver, function(Array.ConvertAll(handles, handle => LibTorch.Tensor.Own(handle)!))), strict);
            }

            var model = ScriptModule.Own(modules.Keep(module));
            if (checkTrace)
            {
                Check(model, function, examples, checkTolerance);
            }

            return model;
        }

        // Both start from the same random numbers, and leave them as they were.
        private static void Check(ScriptModule model, Func<Tensor[], object?> function, Tensor[] examples, double tolerance)
        {
            using var mode = NoGrad();
            var seed = RngSnapshot.Of([.. examples, .. model.Parameters()]);
            List<Tensor> expected = [.. Parts(function([.. examples.Select(example => example.Clone())]))];
            seed.Restore();
            List<Tensor> actual = [.. Parts(model.Invoke("forward", [.. examples.Select(example => example.Clone())]))];
            seed.Restore();
            foreach (var (number, (one, other)) in actual.Zip(expected).Index())
            {
                try
                {
                    var isDouble = one.DType == LibTorch.DType.Float64 || one.DType == LibTorch.DType.Complex128;
                    Testing.AssertClose(Wide(one), Wide(other), rtol: tolerance, atol: isDouble ? 1e-7 : 1e-5, equalNan: true);
                }
                catch (TorchAssertionException difference)
                {
                    Warnings.Warn($"Output nr {number + 1}. of the traced function does not match the corresponding output of the function. Detailed error:\n{difference.Message}");
                }
            }
        }

        // Python compares in double precision too.
        private static Tensor Wide(Tensor tensor) =>
            tensor.IsQuantized ? tensor.Dequantize().To(LibTorch.DType.Float64) : tensor.To(tensor.DType.IsComplex ? LibTorch.DType.Complex128 : LibTorch.DType.Float64);

        private static IEnumerable<Tensor> Parts(object? result) => result switch
        {
            Tensor tensor => [tensor],
            string => [],
            ITuple tuple => Enumerable.Range(0, tuple.Length).SelectMany(i => Parts(tuple[i])),
            IEnumerable items => items.Cast<object?>().SelectMany(Parts),
            _ => [],
        };
    }
}
