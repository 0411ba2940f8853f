package dev.pontoon.mapping;

import dev.pontoon.message.Body;
import dev.pontoon.message.LegacyMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.Charset;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpression;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.jspecify.annotations.Nullable;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/** A key out of an XML body. No DTD is read, nothing outside the body is fetched. */
final class XPathKey implements KeyRules.Finder {

  /** What begins an element, a text behind one, or an attribute. */
  private static final String NODES = "<=";

  /** Below the depth at which the JDK's recursive parts run out of stack. */
  private static final String MAX_DEPTH = "500";

  private final String path;
  private final TreeRoom trees;
  private final ThreadLocal<Tools> tools;

  XPathKey(String path, TreeRoom trees) {
    this.path = path;
    this.trees = trees;
    try {
      Tools first = tools(path);
      // Variables and functions that nobody defines are only missed when it is evaluated.
      var unused = first.path().evaluate(first.parser().newDocument(), XPathConstants.STRING);
      this.tools = ThreadLocal.withInitial(() -> again(path));
      tools.set(first);
    } catch (XPathExpressionException e) {
      throw new IllegalArgumentException("not an XPath expression: " + path + reason(e), e);
    }
  }

  private static String reason(XPathExpressionException e) {
    Throwable cause = e.getCause();
    String text = cause == null || cause.getMessage() == null ? e.getMessage() : cause.getMessage();
    return text == null ? "" : " (" + text.strip() + ")";
  }

  /** Parser and compiled path serve one thread each. */
  private record Tools(DocumentBuilder parser, XPathExpression path) {}

  private static Tools again(String path) {
    try {
      return tools(path);
    } catch (XPathExpressionException e) {
      throw new IllegalStateException("compiled before: " + path, e);
    }
  }

  private static Tools tools(String path) throws XPathExpressionException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
      factory.setAttribute("jdk.xml.maxElementDepth", MAX_DEPTH);
      factory.setXIncludeAware(false);
      factory.setExpandEntityReferences(false);
      factory.setNamespaceAware(true);
      DocumentBuilder parser = factory.newDocumentBuilder();
      parser.setErrorHandler(new DefaultHandler());
      XPathFactory paths = XPathFactory.newDefaultInstance();
      paths.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      XPath compiler = paths.newXPath();
      compiler.setXPathVariableResolver(name -> null); // there are none; says so by its name
      return new Tools(parser, compiler.compile(path));
    } catch (ParserConfigurationException | javax.xml.xpath.XPathFactoryConfigurationException e) {
      throw new IllegalStateException("this JDK's XML parser lacks its own safety features", e);
    }
  }

  @Override
  public KeyFinding find(LegacyMessage message) {
    InputSource input = input(message);
    return input == null
        ? KeyFinding.ABSENT
        : trees.within(message.body(), NODES, () -> find(message, input));
  }

  private KeyFinding find(LegacyMessage message, InputSource input) {
    Tools own = tools.get();
    try {
      Object key = own.path().evaluate(own.parser().parse(input), XPathConstants.STRING);
      KeyFinding found = KeyFinding.of(String.valueOf(key));
      return found instanceof KeyFinding.Found ? found : KeyFinding.ABSENT_IN_BODY;
    } catch (SAXParseException e) {
      return KeyFinding.notOfFormat(
          "the body is not well-formed XML, has a DTD, or is beyond the limits (500 levels): line "
              + e.getLineNumber()
              + ", column "
              + e.getColumnNumber()
              + BodyText.hint(message));
    } catch (SAXException | IOException e) {
      return KeyFinding.notOfFormat(
          "the body can't be read as XML: "
              + e.getClass().getSimpleName()
              + BodyText.hint(message));
    } catch (XPathExpressionException e) {
      return new KeyFinding.Unreadable("the XPath " + path + " can't be evaluated on the body");
    }
  }

  private static @Nullable InputSource input(LegacyMessage message) {
    Body body = message.body();
    if (body instanceof Body.Bytes bytes && bytes.bytes().length > 0) {
      InputSource source = new InputSource(new ByteArrayInputStream(bytes.bytes()));
      Charset charset = BodyText.charset(message);
      if (charset != null) {
        source.setEncoding(charset.name());
      }
      return source;
    }
    if (body instanceof Body.Text text && text.text() != null && !text.text().isEmpty()) {
      return new InputSource(new StringReader(text.text()));
    }
    return null;
  }
}
