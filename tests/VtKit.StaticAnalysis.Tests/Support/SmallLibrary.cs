using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace VtKit.StaticAnalysis.Tests;

/// <summary>A library of .NET of three kilobytes, every time the same one.</summary>
internal static class SmallLibrary
{
    public static byte[] Build()
    {
        var builder = new PersistedAssemblyBuilder(new AssemblyName("Small") { Version = new Version(1, 2, 3, 4) }, typeof(object).Assembly);
        var module = builder.DefineDynamicModule("Small");
        var type = module.DefineType("Small.Program", TypeAttributes.Public);
        type.DefineField("Name", typeof(string), FieldAttributes.Public);
        type.DefinePInvokeMethod("Beep", "kernel32.dll", MethodAttributes.Public | MethodAttributes.Static, CallingConventions.Standard, typeof(bool), [typeof(int), typeof(int)], CallingConvention.Winapi, CharSet.Unicode);
        var code = type.DefineMethod("Run", MethodAttributes.Public | MethodAttributes.Static, typeof(void), [typeof(string)]).GetILGenerator();
        code.Emit(OpCodes.Ldstr, "http://example.com/of/a/library");
        code.Emit(OpCodes.Call, typeof(Console).GetMethod(nameof(Console.WriteLine), [typeof(string)])!);
        code.Emit(OpCodes.Ret);
        type.CreateType();
        using var stream = new MemoryStream();
        builder.Save(stream);
        var content = stream.ToArray();

        // What is new each time it is made.
        using var reader = new PEReader([.. content]);
        var metadata = reader.GetMetadataReader();
        content.AsSpan(reader.PEHeaders.CoffHeaderStartOffset + sizeof(int), sizeof(int)).Clear();
        var id = metadata.GetGuid(metadata.GetModuleDefinition().Mvid).ToByteArray();
        content.AsSpan(content.AsSpan().IndexOf(id), id.Length).Clear();
        return content;
    }
}
