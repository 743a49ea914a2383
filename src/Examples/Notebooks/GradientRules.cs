using static LibTorch.Torch;

namespace LibTorch.Examples.Notebooks;

/// <summary>A notebook that states the four rules for the gradient by a vector, or the chain rule through many variables.</summary>
internal abstract class GradientRules(Device device, Draws draws) : Notebook(device, draws)
{
    protected void VectorRules()
    {
        var A = Random(3, 4);
        var S = Random(4, 4);
        var x = Random(4);
        var row = Random(3);

        Rule("the gradient of Ax is A'",
            x,
            x => A.Matmul(x),
            x => A.T);

        Rule("the gradient of x'A is A",
            row,
            x => x.Matmul(A),
            x => A);

        Rule("the gradient of x'Ax is (A + A')x",
            x,
            x => x.Matmul(S).Matmul(x),
            x => (S + S.T).Matmul(x));

        Rule("the gradient of |x|^2 = x'x is 2x",
            x,
            x => Dot(x, x),
            x => 2 * x);

        // Ax and x'A are linear: a difference quotient of them is exact but for roundoff, and has no error to lose. In a
        // power of their length it has, and the gradient there is the same A', or A, applied to the vector.
        Rule("A' at work: the gradient of |Ax|^4 is 4|Ax|^2 A'(Ax)",
            x,
            x => Dot(A.Matmul(x), A.Matmul(x)).Pow(2),
            x => 4 * Dot(A.Matmul(x), A.Matmul(x)) * A.T.Matmul(A.Matmul(x)));

        Rule("A at work: the gradient of |x'A|^4 is 4|x'A|^2 A(x'A)'",
            row,
            x => Dot(x.Matmul(A), x.Matmul(A)).Pow(2),
            x => 4 * Dot(x.Matmul(A), x.Matmul(A)) * A.Matmul(x.Matmul(A)));
    }

    /// <summary>y is u_1^2 + ... + u_m^2, and u = exp(Ax).</summary>
    protected void ChainOfMany()
    {
        var A = Random(3, 4) / 2;
        Tensor U(Tensor x) => Exp(A.Matmul(x));

        Rule("the chain rule: dy/dx_i is the sum over j of dy/du_j du_j/dx_i",
            Random(4),
            x => Dot(U(x), U(x)),
            x => (A.T * U(x)).Matmul(2 * U(x)));
    }
}
