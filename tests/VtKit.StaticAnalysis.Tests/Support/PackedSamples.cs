namespace VtKit.StaticAnalysis.Tests;

/// <summary>
/// Small files as their programs pack them, the same every time: 40 lines of text (<c>a.txt</c>), 200 random bytes (<c>b.bin</c>), and in the
/// archive an empty file and two folders.
/// </summary>
internal static class PackedSamples
{
    public const string TextHash = "b5bec790ba50491c9101d40a9c4418651a5e86cac0bf8cef1cde01960d5eabca", BytesHash = "0828e1f71299a9e83457eb3afc430f360513aec03b4777108d61a1e0663ae7cf";

    /// <summary>Written by 7-Zip with <c>-mx=9 -m0=LZMA</c>: files and list are packed with LZMA.</summary>
    public static byte[] SevenZip { get; } = Convert.FromBase64String("""
        N3q8ryccAAQo6MCYyQEAAAAAAAAiAAAAAAAAAEXlboQANhpKHwigJgNNBp3v7YyhP8g4z22FL5j2ZGqUJFS1Xv0KUW+e6x4LnfLQq4FemqK48qrVLZHvvFV4xb+G6KBHLIDnSnacZOf4
        ahGeEay1cq/KpA/V21ZCNC9XV+VUmtxjRkR2mK04JLtgOriqpCyoImJdflp118WKRIRKOoiHG2uBSmc5hKxUYfhIZajtzhu6O2k+/ucNlLjKVSgczsxO4WGnrTk5QU7zD78FWKRI6Zbf
        2yD/yGTks21+16mKozD5vo6Z5c2z8VaFMSSSCwW1OtOhb+Hs2BLkTnd4J4TdulLeOStm595bPXuj6KVDkrIBNn/PryfWBrPd+hx42txhn5h2SvWLnqrdTfoxbndxk6OwXQ7l16cVZym2
        FSoGTcAGqQJIqHUQ5dUdT0LxFulHdquNLk12nGYl2EiYeIT9DCDT+xXlRJqEcVFIAAAAgTMHrg/VOYD0FyTT/rN+L4mSvr45qayXuLELy5AlK48teC4LBn7QB/ik0udBTq7mS+eCuD75
        24/Fg3HC4YzAaCPUhaErvZgX5Lx7DrqoOFyoDlSvz0KGRayNRu8ey9AhlAWlwT8z3pS8otKojLbb1iRpMQVvL5KNoAAAFwaBTAEJfQAHCwEAASMDAQEFXQAQAAAMgMIKAflYGKgAAA==
        """);

    /// <summary>Both files one after the other, written by xz with <c>-9 --block-size=1000</c>.</summary>
    public static byte[] Xz { get; } = Convert.FromBase64String("""
        /Td6WFoAAATm1rRGAgAhARwAAAAQz1jM4APnAGddADYaSh8IoCYDTQad7+2MoT/IOM9thS+Y9mRqlCRUtV79ClFvnuseC53y0KuBXpqiuPKq1S2R77xVeMW/huigRyyA50p2nGTn+GoR
        nhGstXKvyqQP1dtWQjQvV1flVJrcY0ZEdiFF7AAAAH0Vf2W+c4HiAgAhARwAAAAQz1jM4AH9AQ9dADCdAAWSQ5wAOcPXIXJ/EixYGCYcwoBLJGzthvD9rAjtDCtnEVOT+Oe5WrdhsAnq
        kH9iutFmPshDDmdSODEx2MnDjxi8UHgag2iER5V9r2GtNh9n0NuacCOqhTwVxLpiEnTPwasqDraE07Yec+KnByMaXeBkdSq3DUNgcEKA9dAyMMpZ7MFGlvkN+uQvlol4CSCATq7V3DX3
        zDY7evxksZgM4/t6kIfNA4AGIcIjZXI9cqRZVj6BMrxLmtoHp2l1tO6ZJJBcxb/DyOTeHZcf+syWiMwmA+Y5bh7uEO6kdglgSWTXFfg9Obw5jl1rJFR8sDeEssWp49ky7VVil1dtDqrO
        Ky5eVF3akCg4XOoV8gAAAOSMYlsJFvIJAAKDAegHqwL+AwAANbSGwRQXOzADAAAAAARZWg==
        """);
}
