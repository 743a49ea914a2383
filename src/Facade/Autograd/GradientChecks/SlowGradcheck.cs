namespace LibTorch;

/// <summary>gradcheck's slow mode: compares whole Jacobians, element by element.</summary>
internal static class SlowGradcheck
{
    public static void Check(GradcheckCase at, GradcheckSettings settings)
    {
        if (at.Outputs.Length == 0)
        {
            RequireZero(at, settings);
            return;
        }

        var byInput = NumericalJacobian.Compute(at, settings.Eps, settings.Masked);
        var rows = byInput.Length == 0 ? 0 : byInput[0].Length;
        var numerical = Enumerable.Range(0, Math.Min(rows, at.FunctionOutputs.Length)).Where(o => at.FunctionOutputs[o].RequiresGrad)
            .Select(o => Array.ConvertAll(byInput, blocks => blocks[o])).ToArray();
        var forward = at.IsForward ? AnalyticalJacobian.Forward(at, settings.CheckGradDTypes) : null;
        for (var o = 0; o < numerical.Length; o++)
        {
            var analytical = forward is null
                ? AnalyticalJacobian.Backward(at, at.Outputs[o], settings)
                : Array.ConvertAll(forward, blocks => blocks[o]);
            for (var i = 0; i < analytical.Length; i++)
            {
                if (!GradcheckCase.AllClose(analytical[i], numerical[o][i].To(analytical[i].Device), settings.Rtol, settings.Atol))
                {
                    throw new GradcheckException(at.Mismatch(analytical[i], numerical[o][i], o, i));
                }
            }
        }
    }

    private static void RequireZero(GradcheckCase at, GradcheckSettings settings)
    {
        foreach (var jacobian in NumericalJacobian.Compute(at, settings.Eps).SelectMany(blocks => blocks))
        {
            if ((bool)(jacobian.Ne(0).Sum() > 0))
            {
                throw new GradcheckException("Numerical gradient for function expected to be zero");
            }
        }
    }
}
