using System.Text;

namespace VtKit.Cli;

/// <summary>Answers that are no objects of the service, so that the writers of objects take them.</summary>
internal static class BareJson
{
    public static VtObject Of(VtNode node) => VtObject.Parse<VtObject>(Encoding.UTF8.GetBytes(node.ToString()));
}
